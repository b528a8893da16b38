package io.userstore.eventlog;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;

/** What a failure of the database means. */
public final class DatabaseFailure {

    /**
     * Connection lost (08), resources short (53), stopped by an operator or a timeout (57), idle in transaction for
     * too long (25P03), transaction too long (25P04), lock not available (55P03), and a server that is read-only
     * because a fail-over is under way (25006).
     */
    private static final Set<String> OUTAGES = Set.of("08", "53", "57", "58", "25P03", "25P04", "55P03", "25006");

    private DatabaseFailure() {}

    /** Whether the failure passes by itself: the caller is told to come again. */
    public static boolean isOutage(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLTransientConnectionException || cause instanceof LogUnavailable) {
                return true;
            }
            String state = cause instanceof SQLException sql ? sql.getSQLState() : null;
            if (state != null && (OUTAGES.contains(state) || OUTAGES.contains(state.substring(0, 2)))) {
                return true;
            }
        }
        return false;
    }

    /** The name of the constraint that refused a row; empty when none did. */
    public static String violatedConstraint(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof PSQLException refusal && refusal.getServerErrorMessage() != null) {
                String constraint = refusal.getServerErrorMessage().getConstraint();
                return constraint == null ? "" : constraint;
            }
        }
        return "";
    }

    /** The failure without its messages: a database repeats the values it stumbled over. */
    public static String withoutData(Throwable failure) {
        StackTraceElement[] trace = failure.getStackTrace();
        return failure.getClass().getName() + ", SQLSTATE " + sqlState(failure)
                + (trace.length == 0 ? "" : ", at " + trace[0]);
    }

    private static @Nullable String sqlState(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql) {
                return sql.getSQLState();
            }
        }
        return null;
    }
}
