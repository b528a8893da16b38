package io.userstore.processes;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * What holds in every committed state of the database, each with the query that finds what contradicts it. The log is
 * folded by SQL here, so that an error of the store is not repeated.
 */
enum Invariant {
    POSITIONS_ARE_ONE_TO_N("""
            SELECT min(position), max(position), count(*)
              FROM event_log
            HAVING count(*) > 0 AND (min(position) <> 1 OR max(position) <> count(*))
            """),

    VERSIONS_OF_A_STREAM_ARE_ZERO_TO_N_IN_LOG_ORDER("""
            SELECT aggregate_id, version, n
              FROM (SELECT aggregate_id, version,
                           row_number() OVER (PARTITION BY aggregate_id ORDER BY position) - 1 AS n
                      FROM event_log) AS event
             WHERE version <> n
            """),

    EACH_STATUS_CHANGE_STARTS_WHERE_THE_ONE_BEFORE_ENDED("""
            SELECT aggregate_id, version, payload::text, before
              FROM (SELECT aggregate_id, version, type, payload,
                           lag(coalesce(payload ->> 'to', payload ->> 'accountStatus'))
                               OVER (PARTITION BY aggregate_id ORDER BY version) AS before
                      FROM event_log
                     WHERE type IN ('user.registered', 'user.status-changed')) AS event
             WHERE type = 'user.status-changed' AND payload ->> 'from' IS DISTINCT FROM before
            """),

    THE_FAILURE_THAT_REACHES_THE_LIMIT_LOCKS_AND_ONLY_THAT("""
            SELECT aggregate_id, version, payload::text, next, next_cause
              FROM (SELECT aggregate_id, version, type, payload,
                           coalesce((payload ->> 'attempts')::int >= 5, false) AS at_limit,
                           metadata ->> 'causationId' AS cause,
                           lead(payload ->> 'cause') OVER stream AS next,
                           lead(metadata ->> 'causationId') OVER stream AS next_cause
                      FROM event_log
                    WINDOW stream AS (PARTITION BY aggregate_id ORDER BY version)) AS event
             WHERE at_limit <> coalesce(next = 'TOO_MANY_FAILED_LOGINS', false)
                OR at_limit AND next_cause <> cause
            """),

    /** But for what is sealed in the log. */
    EVERY_USERS_ROW_IS_WHAT_THE_LOG_SAYS("""
            WITH event AS (
                SELECT aggregate_id::bigint AS id, version, type, occurred_at AT TIME ZONE 'UTC' AS at, payload
                  FROM event_log
            ),
            expected AS (
                SELECT id,
                       min(at) FILTER (WHERE version = 0) AS created_at,
                       (array_agg(at ORDER BY version DESC))[1] AS updated_at,
                       (array_agg(CASE WHEN type IN ('user.soft-deleted', 'user.erased') THEN at END
                                  ORDER BY version DESC)
                            FILTER (WHERE type IN ('user.registered', 'user.soft-deleted', 'user.restored',
                                                   'user.erased')))[1]
                           AS deleted_at,
                       (array_agg(coalesce(payload ->> 'to', payload ->> 'accountStatus') ORDER BY version DESC)
                            FILTER (WHERE type IN ('user.registered', 'user.status-changed')))[1] AS account_status,
                       (array_agg(coalesce(payload ->> 'attempts', '0') ORDER BY version DESC)
                            FILTER (WHERE type IN ('user.registered', 'user.login-failed', 'user.login-succeeded')
                                       OR payload ->> 'from' = 'LOCKED'))[1] AS failed_login_attempts,
                       to_char(max(at) FILTER (WHERE type = 'user.login-succeeded'), 'YYYY-MM-DD HH24:MI:SS.US')
                           AS last_login_at
                  FROM event
                 GROUP BY id
            ),
            actual AS (
                SELECT id, created_at, updated_at, deleted_at, account_status::text, failed_login_attempts,
                       to_char(last_login_at::timestamptz AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US')
                           AS last_login_at
                  FROM users
            )
            (SELECT 'expected', * FROM expected EXCEPT SELECT 'expected', * FROM actual)
            UNION ALL
            (SELECT 'actual', * FROM actual EXCEPT SELECT 'actual', * FROM expected)
            """),

    EVERY_USER_WHO_IS_NOT_ERASED_HAS_A_DATA_KEY_AND_NOBODY_ELSE("""
            SELECT present.id, key.aggregate_id
              FROM (SELECT aggregate_id FROM data_keys WHERE wrapped_key IS NOT NULL) AS key
              FULL JOIN (SELECT id FROM users WHERE %1$s) AS present ON present.id::text = key.aggregate_id
             WHERE (present.id IS NULL OR key.aggregate_id IS NULL)
               AND key.aggregate_id IS DISTINCT FROM 'checkpoint signing key'
            """),

    RESERVED_ARE_THE_ADDRESSES_OF_USERS_WHO_ARE_NOT_ERASED("""
            SELECT address, user_id, id, email
              FROM email_reservations
              FULL JOIN (SELECT id, email FROM users WHERE %1$s) AS present ON user_id = id
             WHERE address IS DISTINCT FROM lower(email)
            """),

    THE_LOCKED_USERS_HAVE_A_LOCK_WITH_ITS_END("""
            WITH locked AS (
                SELECT id, payload ->> 'from' AS status_before, (payload ->> 'lockedUntil')::timestamptz AS locked_until
                  FROM users
                  JOIN LATERAL (SELECT payload
                                  FROM event_log
                                 WHERE aggregate_id = users.id::text AND type = 'user.status-changed'
                                 ORDER BY version DESC
                                 LIMIT 1) AS event ON true
                 WHERE account_status = 'LOCKED'
            )
            SELECT user_id, account_locks.locked_until, id, locked.locked_until
              FROM account_locks
              FULL JOIN locked ON user_id = id
             WHERE (account_locks.status_before::text, account_locks.locked_until)
                       IS DISTINCT FROM (locked.status_before, locked.locked_until)
            """),

    EVERY_KEY_OF_THE_LOG_IS_KNOWN_WITH_ITS_OUTCOME("""
            WITH used AS (
                SELECT idempotency_key, aggregate_id, max(version) AS version
                  FROM event_log
                 WHERE idempotency_key IS NOT NULL
                 GROUP BY idempotency_key, aggregate_id
            )
            SELECT used.*, idempotency_keys.version
              FROM used
              LEFT JOIN idempotency_keys USING (idempotency_key, aggregate_id)
             WHERE used.version IS DISTINCT FROM idempotency_keys.version
            """);

    private static final String NOT_ERASED = """
            NOT EXISTS (SELECT FROM event_log WHERE aggregate_id = users.id::text AND type = 'user.erased')
            """;

    private static final int SHOWN = 5;

    private final String contradictions;

    Invariant(String contradictions) {
        this.contradictions = contradictions;
    }

    /** Looks at one snapshot of the database, so that it may be in use meanwhile. */
    static void requireAll(PostgresProcess postgres) {
        try (Connection connection = postgres.connect()) {
            connection.setAutoCommit(false);
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            for (Invariant invariant : values()) {
                assertThat(invariant.contradictionsIn(connection))
                        .as(invariant.name())
                        .isEmpty();
            }
            connection.rollback();
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    private List<String> contradictionsIn(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(contradictions.formatted(NOT_ERASED))) {
            List<String> found = new ArrayList<>();
            while (rows.next() && found.size() < SHOWN) {
                List<String> columns = new ArrayList<>();
                for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                    columns.add(rows.getString(i));
                }
                found.add(String.join(" | ", columns));
            }
            return found;
        }
    }
}
