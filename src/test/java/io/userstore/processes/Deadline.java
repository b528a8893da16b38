package io.userstore.processes;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** How long something may take before it counts as not happening. */
final class Deadline {

    private static final long POLL_MILLIS = 10;

    private final Duration time;
    private final long end;

    private Deadline(Duration time) {
        this.time = time;
        this.end = System.nanoTime() + time.toNanos();
    }

    static Deadline in(Duration time) {
        return new Deadline(time);
    }

    /** @param otherwise what is wrong when the condition is not met in time */
    void await(BooleanSupplier condition, Supplier<String> otherwise) {
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - end > 0) {
                throw new AssertionError("after " + time.toMillis() + " ms: " + otherwise.get());
            }
            LockSupport.parkNanos(MILLISECONDS.toNanos(POLL_MILLIS));
        }
    }
}
