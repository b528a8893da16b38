package io.userstore.directory;

import io.userstore.eventlog.AppendLock;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.transaction.TransactionException;

/** A transaction while which nobody may append: it waits for no other for long, and ends in time, whatever becomes of it. */
final class AppendPause {

    /** Of whoever has a row, every command would wait, too. */
    private static final String ROW_LOCKS = "SET LOCAL lock_timeout = '2s'";

    /** Of one statement, and from PostgreSQL 17 on of them all. */
    private static final String WHOLE = """
            SELECT set_config(name, ?, true)
              FROM pg_settings
             WHERE name IN ('statement_timeout', 'transaction_timeout')
            """;

    private static final Duration LEAST = Duration.ofSeconds(30);

    /** Slow disks write faster than a row in a millisecond. */
    private static final Duration PER_ROW = Duration.ofMillis(1);

    private final Duration longest;

    AppendPause(Duration longest) {
        this.longest = longest;
    }

    /** Long enough to mend so many rows. */
    static AppendPause toMend(long rows) {
        return new AppendPause(LEAST.plus(PER_ROW.multipliedBy(rows)));
    }

    /** @throws CannotRebuild if the work would take too long, or waits for somebody; nothing of it was done */
    <T> T hold(RebuildSession session, Supplier<T> work) {
        AtomicReference<@Nullable RuntimeException> first = new AtomicReference<>();
        try {
            return Objects.requireNonNull(session.transaction().execute(status -> {
                AppendLock.hold(session.jdbc());
                try {
                    limit(session.jdbc());
                    return work.get();
                } catch (DataAccessException e) {
                    first.set(e);
                    throw e;
                }
            }));
        } catch (DataAccessException | TransactionException e) {
            // A session that was ended for taking too long fails again when it is asked to roll back.
            RuntimeException why = first.get();
            throw meaning(why == null ? e : why);
        }
    }

    private void limit(JdbcOperations transaction) {
        transaction.execute(ROW_LOCKS);
        String millis = Long.toString(Math.min(longest.toMillis(), Integer.MAX_VALUE));
        transaction.query(WHOLE, row -> {}, millis);
    }

    private RuntimeException meaning(RuntimeException failure) {
        if (!(NestedExceptionUtils.getMostSpecificCause(failure) instanceof SQLException cause)) {
            return failure;
        }
        return switch (Objects.requireNonNullElse(cause.getSQLState(), "")) {
            // Not available, or a deadlock.
            case "55P03", "40P01" -> new CannotRebuild("a row is locked by another transaction; nothing was mended");
            // The transaction's time is over, or the statement's, which is what somebody who cancels it gets as well.
            case "25P04", "57014" ->
                new CannotRebuild("commands would have had to wait for more than " + Long.toString(longest.toSeconds())
                        + " s, or the statement was cancelled; nothing was mended");
            default -> failure;
        };
    }
}
