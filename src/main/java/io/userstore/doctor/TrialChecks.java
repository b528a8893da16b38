package io.userstore.doctor;

import io.userstore.doctor.Check.Found;
import io.userstore.eventlog.DatabaseFailure;
import java.util.List;
import java.util.Set;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcOperations;

/** What is not believed until it was tried: with users that nobody else can be, and taken back in the end. */
final class TrialChecks {

    /** No sequence ever comes to these. */
    private static final long ONE = Long.MIN_VALUE;

    private static final long OTHER = Long.MIN_VALUE + 1;

    /** Nobody can register at this domain. */
    private static final String EMAIL = "doctor@erased.invalid";

    private static final String INSERT = "INSERT INTO users (id, email, password_hash, name) VALUES (?, ?, '', '')";
    private static final String RESERVE = "INSERT INTO email_reservations (address, user_id) VALUES (?, ?)";

    private TrialChecks() {}

    static List<Check> all() {
        return List.of(
                new Check("unique e-mail", Set.of("users", "email_reservations"), TrialChecks::uniqueEmail),
                new Check("soft delete", Set.of("users"), TrialChecks::softDelete));
    }

    private static Found uniqueEmail(JdbcOperations jdbc) {
        jdbc.update(INSERT, ONE, EMAIL);
        jdbc.update(RESERVE, EMAIL, ONE);
        boolean row = refuses("ix_users_email", jdbc, INSERT, OTHER, EMAIL);
        boolean reservation = refuses("email_reservations_pkey", jdbc, RESERVE, EMAIL, OTHER);
        if (row && reservation) {
            return Found.good("a second user with the same address was refused, by users and by email_reservations");
        }
        return Found.bad(
                (row ? "email_reservations" : reservation ? "users" : "neither users nor email_reservations")
                        + (row || reservation ? " did not refuse" : " refused")
                        + " a second user with the same address",
                "Stop the nodes and make ix_users_email, or email_reservations_pkey, unique again: until then two users may"
                        + " get one address.");
    }

    private static boolean refuses(String constraint, JdbcOperations jdbc, String sql, Object... values) {
        jdbc.execute("SAVEPOINT trial");
        try {
            jdbc.update(sql, values);
            return false;
        } catch (DataAccessException e) {
            if (!constraint.equals(DatabaseFailure.violatedConstraint(e))) {
                throw e;
            }
            return true;
        } finally {
            jdbc.execute("ROLLBACK TO SAVEPOINT trial");
        }
    }

    private static Found softDelete(JdbcOperations jdbc) {
        jdbc.update(INSERT, ONE, EMAIL);
        jdbc.update("UPDATE users SET deleted_at = now() WHERE id = ?", ONE);
        if (!stays(jdbc, "deleted_at IS NOT NULL")) {
            return bad("a deleted user's row did not stay, marked as deleted");
        }
        jdbc.update("UPDATE users SET deleted_at = NULL WHERE id = ?", ONE);
        return stays(jdbc, "deleted_at IS NULL")
                ? Found.good("a deleted user's row stayed, and was restored")
                : bad("a deleted user could not be restored");
    }

    private static boolean stays(JdbcOperations jdbc, String condition) {
        return Boolean.TRUE.equals(jdbc.queryForObject(
                "SELECT EXISTS (SELECT FROM users WHERE id = ? AND " + condition + ")", Boolean.class, ONE));
    }

    private static Found bad(String text) {
        return Found.bad(text, "Look for triggers and rules on users that are not the store's.");
    }
}
