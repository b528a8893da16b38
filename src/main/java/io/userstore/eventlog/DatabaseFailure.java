package io.userstore.eventlog;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a failure of the database means to the log. */
final class DatabaseFailure {

    /**
     * Connection lost (08), resources short (53), stopped by an operator or a timeout (57), idle in transaction for
     * too long (25P03), transaction too long (25P04), lock not available (55P03), and a server that is read-only
     * because a fail-over is under way (25006).
     */
    private static final Set<String> OUTAGES = Set.of("08", "53", "57", "58", "25P03", "25P04", "55P03", "25006");

    private static final String UNIQUE_VIOLATION = "23505";

    private DatabaseFailure() {}

    static boolean isOutage(Throwable failure) {
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

    static boolean isUniqueViolation(Throwable failure) {
        return UNIQUE_VIOLATION.equals(sqlState(failure));
    }

    /** The failure without its messages: a database repeats the values it stumbled over. */
    static String withoutData(Throwable failure) {
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
