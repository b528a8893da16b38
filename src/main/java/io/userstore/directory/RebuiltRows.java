package io.userstore.directory;

import io.userstore.user.EmailAddress;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.springframework.jdbc.core.JdbcOperations;

/**
 * What the tables should be, beside them: a temporary table, never logged, and gone with its session however that ends, so
 * that it cannot outlive an erasure.
 */
final class RebuiltRows {

    private static final String CREATE = """
            CREATE TEMPORARY TABLE rebuilt (
                id                    bigint        NOT NULL,
                version               bigint        NOT NULL,
                created_at            timestamp     NOT NULL,
                updated_at            timestamp     NOT NULL,
                deleted_at            timestamp,
                email                 varchar(255)  NOT NULL,
                password_hash         varchar(255)  NOT NULL,
                name                  varchar(255)  NOT NULL,
                target_role           varchar(255),
                experience_level      experiencelevel,
                account_status        accountstatus NOT NULL,
                failed_login_attempts varchar(10)   NOT NULL,
                last_login_at         varchar(50),
                -- What the user has reserved, if not erased.
                address               varchar(255)  COLLATE "C",
                -- Null unless locked.
                status_before         accountstatus,
                locked_until          timestamptz
            )
            """;

    private static final String COPY = "COPY rebuilt FROM STDIN";

    private static final String INDEX = "ALTER TABLE rebuilt ADD PRIMARY KEY (id)";

    private static final String FIND = """
            SELECT id, version, created_at AT TIME ZONE 'UTC' AS created_at, updated_at AT TIME ZONE 'UTC' AS updated_at,
                   deleted_at AT TIME ZONE 'UTC' AS deleted_at, email, password_hash, name, target_role,
                   experience_level::text, account_status::text, failed_login_attempts::int, last_login_at,
                   status_before::text, locked_until
              FROM rebuilt
             WHERE id = ANY (?)
            """;

    private static final String REMOVE = "DELETE FROM rebuilt WHERE id = ANY (?)";

    private final JdbcOperations session;

    RebuiltRows(JdbcOperations session) {
        this.session = session;
    }

    void create() {
        session.execute(CREATE);
    }

    /** Once most rows are there: built row by row the index would take longer than the rows. */
    void index() {
        session.execute(INDEX);
        session.execute("ANALYZE rebuilt");
    }

    Map<Long, RebuiltUser> find(Collection<Long> ids) {
        Map<Long, RebuiltUser> found = new HashMap<>();
        session.query(
                FIND,
                row -> {
                    found.put(row.getLong("id"), new RebuiltUser(row(row), row.getLong("version")));
                },
                (Object) ids.toArray(Long[]::new));
        return found;
    }

    void replace(Map<Long, RebuiltUser> users) {
        session.update(REMOVE, (Object) users.keySet().toArray(Long[]::new));
        add(users.values());
    }

    void add(Collection<RebuiltUser> users) {
        CopyText rows = new CopyText();
        users.forEach(user -> write(user, rows));
        session.execute((Connection connection) -> {
            try {
                return connection
                        .unwrap(PGConnection.class)
                        .getCopyAPI()
                        .copyIn(COPY, new StringReader(rows.toString()));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private static void write(RebuiltUser user, CopyText rows) {
        UserRow row = user.row;
        String email = Objects.requireNonNull(row.email);
        rows.add(Long.toString(row.id))
                .add(Long.toString(user.version()))
                .add(UsersTable.timestamp(row.createdAt))
                .add(UsersTable.timestamp(row.updatedAt))
                .add(UsersTable.timestamp(row.deletedAt))
                .add(email)
                .add(row.passwordHash)
                .add(row.name)
                .add(row.targetRole)
                .add(row.experienceLevel)
                .add(row.accountStatus)
                .add(Integer.toString(row.failedLoginAttempts))
                .add(UsersTable.text(row.lastLoginAt))
                .add(ErasedColumns.isStandIn(UserField.EMAIL, email) ? null : EmailAddress.keyOf(email))
                .add(row.statusBeforeLock)
                .add(UsersTable.text(row.lockedUntil))
                .endRow();
    }

    private static UserRow row(ResultSet columns) throws SQLException {
        UserRow row = new UserRow(columns.getLong("id"));
        row.createdAt = instant(columns, "created_at");
        row.updatedAt = instant(columns, "updated_at");
        row.deletedAt = instant(columns, "deleted_at");
        row.email = columns.getString("email");
        row.passwordHash = columns.getString("password_hash");
        row.name = columns.getString("name");
        row.targetRole = columns.getString("target_role");
        row.experienceLevel = columns.getString("experience_level");
        row.accountStatus = columns.getString("account_status");
        row.failedLoginAttempts = columns.getInt("failed_login_attempts");
        String lastLoginAt = columns.getString("last_login_at");
        row.lastLoginAt = lastLoginAt == null ? null : Instant.parse(lastLoginAt);
        row.statusBeforeLock = columns.getString("status_before");
        row.lockedUntil = instant(columns, "locked_until");
        return row;
    }

    private static @Nullable Instant instant(ResultSet columns, String column) throws SQLException {
        OffsetDateTime time = columns.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }
}
