package io.userstore.eventlog;

import org.springframework.jdbc.core.JdbcOperations;

/**
 * For transactions that take a fraction of a second and keep other nodes out meanwhile: a node that is paused between
 * statements or in the middle of one is thrown out, and one that waits for it gives up and comes again.
 */
public final class TransactionLimits {

    private static final String LIMITS = """
            SELECT set_config('idle_in_transaction_session_timeout', '4000', true),
                   set_config('lock_timeout', '4000', true),
                   CASE WHEN current_setting('server_version_num')::int >= 170000
                        THEN set_config('transaction_timeout', '10000', true)
                   END
            """;

    private TransactionLimits() {}

    /** For the transaction that is open there. */
    public static void set(JdbcOperations session) {
        session.execute(LIMITS);
    }
}
