package io.benchmark;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;
import org.springframework.boot.system.JavaVersion;
import org.springframework.core.task.SimpleAsyncTaskExecutor;

/** Many callers at once, each of whom does the same again as soon as it is done. */
final class Load {

    private static final Duration RAMP_UP = Duration.ofMillis(300);
    private static final long LONGEST_LATENCY_NANOS = TimeUnit.SECONDS.toNanos(60);

    private Load() {}

    /** What one caller does once. */
    @FunctionalInterface
    interface Operation {
        void run() throws Exception;
    }

    /**
     * What was done in the time that was measured.
     *
     * @param perSecond operations that ended in it, a second
     * @param latencies how long each took, in nanoseconds
     */
    record Result(double perSecond, Histogram latencies) {}

    /**
     * Runs the callers for that long, after a moment in which all get going; the operations that are under way in the
     * end are waited for and not counted.
     *
     * @throws IllegalStateException if an operation failed: what fails is not fast
     */
    static Result run(int callers, Duration length, Operation operation) throws InterruptedException {
        return run(callers, length, operation, Double.POSITIVE_INFINITY);
    }

    /**
     * As {@link #run(int, Duration, Operation)}, at a given rate. An operation's latency counts from the moment at which
     * it was due, so that one that is late makes those behind it late, as it would in life.
     */
    static Result paced(int callers, double perSecond, Duration length, Operation operation)
            throws InterruptedException {
        return run(callers, length, operation, perSecond);
    }

    private static Result run(int callers, Duration length, Operation operation, double perSecond)
            throws InterruptedException {
        ConcurrentHistogram latencies = new ConcurrentHistogram(LONGEST_LATENCY_NANOS, 3);
        LongAdder done = new LongAdder();
        AtomicReference<Throwable> failure = new AtomicReference<>();
        CountDownLatch ended = new CountDownLatch(callers);
        long start = System.nanoTime();
        long begin = start + RAMP_UP.toNanos();
        long end = begin + length.toNanos();
        long interval = (long) (1e9 / perSecond * callers);
        try (SimpleAsyncTaskExecutor executor = new SimpleAsyncTaskExecutor("caller-")) {
            executor.setVirtualThreads(JavaVersion.getJavaVersion().isEqualOrNewerThan(JavaVersion.TWENTY_ONE));
            for (int i = 0; i < callers; i++) {
                long first = start + interval * i / callers;
                executor.execute(() -> {
                    try {
                        for (long due = first; due < end; ) {
                            LockSupport.parkNanos(due - System.nanoTime());
                            operation.run();
                            long stop = System.nanoTime();
                            if (stop >= begin && stop <= end) {
                                done.increment();
                                latencies.recordValue(Math.min(stop - due, LONGEST_LATENCY_NANOS));
                            }
                            due = interval == 0 ? stop : due + interval;
                        }
                    } catch (Throwable e) {
                        failure.compareAndSet(null, e);
                    } finally {
                        ended.countDown();
                    }
                });
            }
            ended.await();
        }
        if (failure.get() != null) {
            throw new IllegalStateException("an operation failed", failure.get());
        }
        return new Result(done.sum() * 1e9 / length.toNanos(), latencies);
    }
}
