package io.benchmark;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * What could be had at best without event sourcing: hand-written JDBC on a CRUD table, one statement a command that
 * commits by itself, so one round trip; no events, no idempotency keys, no versions.
 */
final class Limit implements Contestant {

    private static final String INSERT = """
            INSERT INTO users (id, email, password_hash, name, target_role, experience_level, account_status)
            VALUES (nextval('users_id_seq'), ?, ?, ?, ?, ?::experiencelevel, 'PENDING_VERIFICATION')
            RETURNING id
            """;

    /** Both changes in one statement, which saves three of the four round trips of a transaction. */
    private static final String UPDATE_AND_AUDIT = """
            WITH counted AS (
                UPDATE users
                   SET failed_login_attempts = (failed_login_attempts::int + 1)::text,
                       updated_at = now()
                 WHERE id = ?
                RETURNING id, failed_login_attempts
            )
            INSERT INTO users_audit (user_id, what, attempts)
            SELECT id, 'login-failed', failed_login_attempts::int
              FROM counted
            """;

    private final HikariDataSource pool;

    /** @param pool to a database that has the tables */
    Limit(HikariDataSource pool) {
        this.pool = pool;
    }

    @Override
    public String name() {
        return "limit";
    }

    @Override
    public long register(String email) {
        try (Connection connection = pool.getConnection();
                PreparedStatement insert = connection.prepareStatement(INSERT)) {
            insert.setString(1, email);
            insert.setString(2, Users.PASSWORD_HASH);
            insert.setString(3, Users.NAME);
            insert.setString(4, Users.TARGET_ROLE);
            insert.setString(5, Users.EXPERIENCE_LEVEL);
            try (ResultSet id = insert.executeQuery()) {
                id.next();
                return id.getLong(1);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void recordFailedLogin(long id) {
        try (Connection connection = pool.getConnection();
                PreparedStatement update = connection.prepareStatement(UPDATE_AND_AUDIT)) {
            update.setLong(1, id);
            if (update.executeUpdate() != 1) {
                throw new IllegalStateException("user " + id + " is not there");
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        pool.close();
    }
}
