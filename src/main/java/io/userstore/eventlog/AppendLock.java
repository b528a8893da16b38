package io.userstore.eventlog;

import org.springframework.jdbc.core.JdbcOperations;

/** Keeps the log as it is for a moment: while it is held, every append on every node waits. */
public final class AppendLock {

    /** As long as an appender may be silent: who holds the lock and is paused must not hold the others up. */
    private static final String SILENCE = "SET LOCAL idle_in_transaction_session_timeout = '4s'";

    private AppendLock() {}

    /** Waits for it, and holds it until the session's transaction ends; what is read after that is the newest. */
    public static void hold(JdbcOperations session) {
        session.execute(SILENCE);
        session.execute("SELECT pg_advisory_xact_lock(" + Long.toString(AppendStatements.APPEND_LOCK) + ")");
    }
}
