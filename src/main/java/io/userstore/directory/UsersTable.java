package io.userstore.directory;

import io.userstore.eventlog.Parameters.Columns;
import io.userstore.eventlog.Parameters.Type;
import io.userstore.eventlog.RoundTrip;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The SQL that writes {@code users} and {@code account_locks}. */
final class UsersTable {

    private static final String INSERT = """
            INSERT INTO users (id, created_at, updated_at, deleted_at, email, password_hash, name, target_role,
                               experience_level, account_status, failed_login_attempts, last_login_at)
            SELECT unnest(?), unnest(?)::timestamp, unnest(?)::timestamp, unnest(?)::timestamp, unnest(?), unnest(?),
                   unnest(?), unnest(?), unnest(?)::experiencelevel, unnest(?)::accountstatus, unnest(?), unnest(?)
            """;

    private static final String REPLACE = INSERT + """
            ON CONFLICT (id)
            DO UPDATE SET created_at = excluded.created_at, updated_at = excluded.updated_at,
                          deleted_at = excluded.deleted_at, email = excluded.email,
                          password_hash = excluded.password_hash, name = excluded.name,
                          target_role = excluded.target_role, experience_level = excluded.experience_level,
                          account_status = excluded.account_status,
                          failed_login_attempts = excluded.failed_login_attempts, last_login_at = excluded.last_login_at
            """;

    /** {@code changed} has a bit for each column that is to be written; the numbers are those of UserRow.Column. */
    private static final String UPDATE = """
            WITH updated AS (
                UPDATE users
                   SET updated_at = row.updated_at::timestamp,
                       deleted_at = CASE WHEN changed & %s <> 0 THEN row.deleted_at::timestamp ELSE users.deleted_at END,
                       email = CASE WHEN changed & %s <> 0 THEN row.email ELSE users.email END,
                       password_hash = CASE WHEN changed & %s <> 0 THEN row.password_hash ELSE users.password_hash END,
                       name = CASE WHEN changed & %s <> 0 THEN row.name ELSE users.name END,
                       target_role = CASE WHEN changed & %s <> 0 THEN row.target_role ELSE users.target_role END,
                       experience_level = CASE WHEN changed & %s <> 0 THEN row.experience_level::experiencelevel
                                               ELSE users.experience_level END,
                       account_status = CASE WHEN changed & %s <> 0 THEN row.account_status::accountstatus
                                             ELSE users.account_status END,
                       failed_login_attempts = CASE WHEN changed & %s <> 0 THEN row.failed_login_attempts
                                                    ELSE users.failed_login_attempts END,
                       last_login_at = CASE WHEN changed & %s <> 0 THEN row.last_login_at ELSE users.last_login_at END
                  FROM (SELECT unnest(?) AS id, unnest(?) AS changed, unnest(?) AS updated_at, unnest(?) AS deleted_at,
                               unnest(?) AS email, unnest(?) AS password_hash, unnest(?) AS name,
                               unnest(?) AS target_role, unnest(?) AS experience_level, unnest(?) AS account_status,
                               unnest(?) AS failed_login_attempts, unnest(?) AS last_login_at) AS row
                 WHERE users.id = row.id
                RETURNING users.id
            )
            SELECT require_rows(count(*), ?)
              FROM updated
            """.formatted(bits());

    private static final String LOCK = """
            INSERT INTO account_locks (user_id, status_before, locked_until)
            SELECT unnest(?), unnest(?)::accountstatus, unnest(?)::timestamptz
            ON CONFLICT (user_id)
            DO UPDATE SET status_before = excluded.status_before, locked_until = excluded.locked_until
            """;

    private static final String UNLOCK = "DELETE FROM account_locks WHERE user_id IN (SELECT unnest(?))";

    private UsersTable() {}

    /** As texts: numbers would be written in the digits of the JVM's locale. */
    private static Object[] bits() {
        return Stream.of(UserRow.Column.values())
                .map(column -> Integer.toString(column.bit()))
                .toArray();
    }

    /** Adds what makes the table look like the rows. A row that should be there and is not fails the trip. */
    static void write(Collection<UserRow> rows, RoundTrip writes) {
        insert(INSERT, select(rows, row -> row.isNew() && !row.imported), writes);
        insert(REPLACE, select(rows, row -> row.imported), writes);
        update(select(rows, row -> !row.isNew()), writes);
        lock(select(rows, row -> row.lockChanged && row.statusBeforeLock != null), writes);
        unlock(select(rows, row -> row.lockChanged && row.statusBeforeLock == null), writes);
    }

    private static List<UserRow> select(Collection<UserRow> rows, Predicate<UserRow> which) {
        return rows.stream().filter(which).toList();
    }

    private static void insert(String sql, List<UserRow> rows, RoundTrip writes) {
        if (!rows.isEmpty()) {
            writes.addRows(sql, rows, columns -> {
                columns.add(Type.INT8, row -> row.id).add(Type.TEXT, row -> timestamp(row.createdAt));
                addValues(columns);
            });
        }
    }

    private static void update(List<UserRow> rows, RoundTrip writes) {
        if (!rows.isEmpty()) {
            writes.addRows(UPDATE, rows, columns -> {
                columns.add(Type.INT8, row -> row.id).add(Type.INT4, UserRow::changedBits);
                addValues(columns);
                columns.add(rows.size());
            });
        }
    }

    private static void addValues(Columns<UserRow> columns) throws SQLException {
        columns.add(Type.TEXT, row -> timestamp(row.updatedAt))
                .add(Type.TEXT, row -> timestamp(row.deletedAt))
                .add(Type.TEXT, row -> row.email)
                .add(Type.TEXT, row -> row.passwordHash)
                .add(Type.TEXT, row -> row.name)
                .add(Type.TEXT, row -> row.targetRole)
                .add(Type.TEXT, row -> row.experienceLevel)
                .add(Type.TEXT, row -> row.accountStatus)
                .add(Type.TEXT, row -> Integer.toString(row.failedLoginAttempts))
                .add(Type.TEXT, row -> text(row.lastLoginAt));
    }

    private static void lock(List<UserRow> rows, RoundTrip writes) {
        if (!rows.isEmpty()) {
            writes.addRows(
                    LOCK,
                    rows,
                    columns -> columns.add(Type.INT8, row -> row.id)
                            .add(Type.TEXT, row -> row.statusBeforeLock)
                            .add(Type.TEXT, row -> text(row.lockedUntil)));
        }
    }

    private static void unlock(List<UserRow> rows, RoundTrip writes) {
        if (!rows.isEmpty()) {
            writes.addRows(UNLOCK, rows, columns -> columns.add(Type.INT8, row -> row.id));
        }
    }

    /** The table's times are without a zone and in UTC. */
    static @Nullable String timestamp(@Nullable Instant instant) {
        return instant == null
                ? null
                : LocalDateTime.ofInstant(instant, ZoneOffset.UTC).toString();
    }

    static @Nullable String text(@Nullable Instant instant) {
        return instant == null ? null : instant.toString();
    }
}
