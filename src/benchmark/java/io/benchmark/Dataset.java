package io.benchmark;

import java.util.List;
import java.util.stream.Stream;

/**
 * Fills an empty store's tables by SQL, as commands would have left them: millions of these would take longer than the
 * benchmark.
 */
final class Dataset {

    private static final String REGISTERED = """
            INSERT INTO event_log (position, aggregate_type, aggregate_id, version, event_id, type, revision, occurred_at,
                                   payload, metadata)
            SELECT n, 'user', n::text, 0, uuidv7(), 'user.registered', '1', now(),
                   format('{"id":%%s,"email":"%%s","passwordHash":"%1$s","name":"%2$s","targetRole":"%3$s",'
                          '"experienceLevel":"%4$s","accountStatus":"ACTIVE"}',
                          n, md5(n::text) || '@example.com')::json,
                   format('{"correlationId":"%%1$s","causationId":"%%1$s"}', uuidv7())::json
              FROM generate_series(1, %5$s) AS n
            """;

    private static final String USERS = """
            INSERT INTO users (id, created_at, updated_at, email, password_hash, name, target_role, experience_level,
                               account_status)
            SELECT n, now() AT TIME ZONE 'UTC', now() AT TIME ZONE 'UTC', md5(n::text) || '@example.com',
                   '%1$s', '%2$s', '%3$s', '%4$s', 'ACTIVE'
              FROM generate_series(1, %5$s) AS n
            """;

    private static final String RESERVATIONS = """
            INSERT INTO email_reservations (address, user_id)
            SELECT md5(n::text) || '@example.com', n
              FROM generate_series(1, %s) AS n
            """;

    /** Logins, failed and not, one after the other in every stream. */
    private static final String LOGINS = """
            INSERT INTO event_log (position, aggregate_type, aggregate_id, version, event_id, type, revision, occurred_at,
                                   payload, metadata)
            SELECT %3$s + n, 'user', (%1$s + (n - 1) %% %2$s)::text, 1 + (n - 1) / %2$s, uuidv7(),
                   CASE WHEN (n - 1) / %2$s %% 2 = 0 THEN 'user.login-failed' ELSE 'user.login-succeeded' END, '1', now(),
                   CASE WHEN (n - 1) / %2$s %% 2 = 0
                        THEN format('{"id":%%s,"attempts":1}', %1$s + (n - 1) %% %2$s)
                        ELSE format('{"id":%%s}', %1$s + (n - 1) %% %2$s) END::json,
                   format('{"correlationId":"%%1$s","causationId":"%%1$s"}', uuidv7())::json
              FROM generate_series(%4$s, %5$s) AS n
            """;

    private static final String KEYS = """
             FROM pg_constraint
            WHERE conrelid IN ('event_log'::regclass, 'users'::regclass, 'email_reservations'::regclass)
              AND contype IN ('p', 'u')
            """;

    private static final String DROP_KEYS =
            "SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', conrelid::regclass, conname)" + KEYS;

    private static final String ADD_KEYS =
            "SELECT format('ALTER TABLE %s ADD CONSTRAINT %I %s', conrelid::regclass, conname,"
                    + " pg_get_constraintdef(oid))" + KEYS;

    private final Database database;
    private final List<String> keys;
    private long position;

    /** The keys' indexes are built in the end, sorted: row by row they would take as long again as the rows. */
    private Dataset(Database database) {
        this.database = database;
        this.keys = database.query(ADD_KEYS);
        database.execute(database.query(DROP_KEYS));
    }

    /** @param database an empty store's, migrated */
    static Dataset in(Database database) {
        return new Dataset(database);
    }

    /** Users 1 to {@code count}, once, before any logins. */
    Dataset users(long count) {
        Object[] values = {
            Users.PASSWORD_HASH, Users.NAME, Users.TARGET_ROLE, Users.EXPERIENCE_LEVEL, Long.toString(count)
        };
        database.executeAtOnce(
                List.of(REGISTERED.formatted(values)),
                List.of(
                        USERS.formatted(values),
                        RESERVATIONS.formatted(Long.toString(count)),
                        "SELECT setval('users_id_seq', " + count + ")"));
        position += count;
        return this;
    }

    /** So many logins in all for the users from {@code first} on, the same number for each. */
    Dataset logins(long first, long users, long count) {
        database.executeAtOnce(
                List.of(logins(first, users, 1, count / 2)), List.of(logins(first, users, count / 2 + 1, count)));
        position += count;
        return this;
    }

    private String logins(long first, long users, long from, long to) {
        return LOGINS.formatted(
                Long.toString(first),
                Long.toString(users),
                Long.toString(position),
                Long.toString(from),
                Long.toString(to));
    }

    /** To be called in the end. Leaves nothing to be done later, for which the first to be measured would pay. */
    void settle() {
        database.execute(Stream.concat(Stream.of("SET maintenance_work_mem = '512MB'"), keys.stream())
                .toList());
        database.execute(List.of("VACUUM ANALYZE", "CHECKPOINT"));
    }
}
