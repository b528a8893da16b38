package io.userstore.directory;

import io.userstore.eventlog.Columns;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcOperations;

/** The SQL that writes {@code users} and {@code account_locks}. */
final class UsersTable {

    private static final String INSERT = """
            INSERT INTO users (id, created_at, updated_at, deleted_at, email, password_hash, name, target_role,
                               experience_level, account_status, failed_login_attempts, last_login_at)
            SELECT id, created_at::timestamp, updated_at::timestamp, deleted_at::timestamp, email, password_hash, name,
                   target_role, experience_level::experiencelevel, account_status::accountstatus,
                   failed_login_attempts, last_login_at
              FROM unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                AS row (id, created_at, updated_at, deleted_at, email, password_hash, name, target_role,
                        experience_level, account_status, failed_login_attempts, last_login_at)
            """;

    /** {@code changed} has a bit for each column that is to be written; the numbers are those of UserRow.Column. */
    private static final String UPDATE = """
            UPDATE users
               SET updated_at = row.updated_at::timestamp,
                   deleted_at = CASE WHEN changed & %d <> 0 THEN row.deleted_at::timestamp ELSE users.deleted_at END,
                   email = CASE WHEN changed & %d <> 0 THEN row.email ELSE users.email END,
                   password_hash = CASE WHEN changed & %d <> 0 THEN row.password_hash ELSE users.password_hash END,
                   name = CASE WHEN changed & %d <> 0 THEN row.name ELSE users.name END,
                   target_role = CASE WHEN changed & %d <> 0 THEN row.target_role ELSE users.target_role END,
                   experience_level = CASE WHEN changed & %d <> 0 THEN row.experience_level::experiencelevel
                                           ELSE users.experience_level END,
                   account_status = CASE WHEN changed & %d <> 0 THEN row.account_status::accountstatus
                                         ELSE users.account_status END,
                   failed_login_attempts = CASE WHEN changed & %d <> 0 THEN row.failed_login_attempts
                                                ELSE users.failed_login_attempts END,
                   last_login_at = CASE WHEN changed & %d <> 0 THEN row.last_login_at ELSE users.last_login_at END
              FROM unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                AS row (id, changed, updated_at, deleted_at, email, password_hash, name, target_role,
                        experience_level, account_status, failed_login_attempts, last_login_at)
             WHERE users.id = row.id
            """.formatted((Object[]) bits());

    private static final String LOCK = """
            INSERT INTO account_locks (user_id, status_before, locked_until)
            SELECT user_id, status_before::accountstatus, locked_until::timestamptz
              FROM unnest(?, ?, ?) AS row (user_id, status_before, locked_until)
            ON CONFLICT (user_id)
            DO UPDATE SET status_before = excluded.status_before, locked_until = excluded.locked_until
            """;

    private static final String UNLOCK = "DELETE FROM account_locks WHERE user_id = ANY (?)";

    private final JdbcOperations jdbc;

    UsersTable(JdbcOperations jdbc) {
        this.jdbc = jdbc;
    }

    private static Integer[] bits() {
        UserRow.Column[] columns = UserRow.Column.values();
        Integer[] bits = new Integer[columns.length];
        for (int i = 0; i < bits.length; i++) {
            bits[i] = columns[i].bit();
        }
        return bits;
    }

    void write(Collection<UserRow> rows) {
        insert(select(rows, UserRow::isNew));
        update(select(rows, row -> !row.isNew()));
        lock(select(rows, row -> row.lockChanged && row.statusBeforeLock != null));
        unlock(select(rows, row -> row.lockChanged && row.statusBeforeLock == null));
    }

    private static List<UserRow> select(Collection<UserRow> rows, Predicate<UserRow> which) {
        return rows.stream().filter(which).toList();
    }

    private void insert(List<UserRow> rows) {
        write(INSERT, rows, columns -> {
            columns.add("int8", row -> row.id).add("text", row -> timestamp(row.createdAt));
            addValues(columns);
        });
    }

    private void update(List<UserRow> rows) {
        int updated = write(UPDATE, rows, columns -> {
            columns.add("int8", row -> row.id).add("int4", UserRow::changedBits);
            addValues(columns);
        });
        if (updated != rows.size()) {
            throw new IllegalStateException(
                    (rows.size() - updated) + " of " + rows.size() + " users are not in the table");
        }
    }

    private static void addValues(Columns<UserRow> columns) throws SQLException {
        columns.add("text", row -> timestamp(row.updatedAt))
                .add("text", row -> timestamp(row.deletedAt))
                .add("text", row -> row.email)
                .add("text", row -> row.passwordHash)
                .add("text", row -> row.name)
                .add("text", row -> row.targetRole)
                .add("text", row -> row.experienceLevel)
                .add("text", row -> row.accountStatus)
                .add("text", row -> Integer.toString(row.failedLoginAttempts))
                .add("text", row -> text(row.lastLoginAt));
    }

    private void lock(List<UserRow> rows) {
        write(
                LOCK,
                rows,
                columns -> columns.add("int8", row -> row.id)
                        .add("text", row -> row.statusBeforeLock)
                        .add("text", row -> text(row.lockedUntil)));
    }

    private void unlock(List<UserRow> rows) {
        write(UNLOCK, rows, columns -> columns.add("int8", row -> row.id));
    }

    private int write(String sql, List<UserRow> rows, Binding binding) {
        if (rows.isEmpty()) {
            return 0;
        }
        return jdbc.update(connection -> {
            PreparedStatement statement = connection.prepareStatement(sql);
            binding.bind(new Columns<>(connection, statement, rows, 1));
            return statement;
        });
    }

    private interface Binding {
        void bind(Columns<UserRow> columns) throws SQLException;
    }

    /** The table's times are without a zone and in UTC. */
    private static @Nullable String timestamp(@Nullable Instant instant) {
        return instant == null
                ? null
                : LocalDateTime.ofInstant(instant, ZoneOffset.UTC).toString();
    }

    private static @Nullable String text(@Nullable Instant instant) {
        return instant == null ? null : instant.toString();
    }
}
