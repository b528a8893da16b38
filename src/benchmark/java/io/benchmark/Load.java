package io.benchmark;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
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
    private static final double LEAST_SHARE_OF_PACE = 0.95;
    private static final long LONGEST_LATENCY_NANOS = TimeUnit.SECONDS.toNanos(60);

    private Load() {}

    /** What one caller does once. */
    @FunctionalInterface
    interface Operation {
        void run() throws Exception;
    }

    /** What is done once for each of some numbers. */
    @FunctionalInterface
    interface Numbered {
        void run(long n) throws Exception;
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
        Result result = run(callers, length, operation, perSecond);
        if (result.perSecond() < LEAST_SHARE_OF_PACE * perSecond) {
            throw new IllegalStateException("asked for " + perSecond + "/s, reached " + result.perSecond());
        }
        return result;
    }

    /** As {@link #paced}, at that rate or what can be had of it. */
    static Result run(int callers, Duration length, Operation operation, double perSecond) throws InterruptedException {
        ConcurrentHistogram latencies = new ConcurrentHistogram(LONGEST_LATENCY_NANOS, 3);
        LongAdder done = new LongAdder();
        long start = System.nanoTime();
        long begin = start + RAMP_UP.toNanos();
        long end = begin + length.toNanos();
        long interval = (long) (1e9 / perSecond * callers);
        boolean paced = interval > 0;
        atOnce(callers, caller -> {
            for (long due = start + interval * caller / callers; due < end; ) {
                LockSupport.parkNanos(due - System.nanoTime());
                operation.run();
                long stop = System.nanoTime();
                if (stop >= begin && stop <= end) {
                    done.increment();
                    latencies.recordValue(Math.min(stop - due, LONGEST_LATENCY_NANOS));
                }
                due = paced ? due + interval : stop;
            }
        });
        return new Result(done.sum() * 1e9 / length.toNanos(), latencies);
    }

    /** Runs the operation once for each of the numbers, with so many callers. */
    static void each(int callers, long first, long last, Numbered operation) throws InterruptedException {
        AtomicLong next = new AtomicLong(first);
        atOnce(callers, caller -> {
            for (long n = next.getAndIncrement(); n <= last; n = next.getAndIncrement()) {
                operation.run(n);
            }
        });
    }

    private static void atOnce(int callers, Numbered task) throws InterruptedException {
        AtomicReference<Throwable> failure = new AtomicReference<>();
        CountDownLatch ended = new CountDownLatch(callers);
        try (SimpleAsyncTaskExecutor executor = new SimpleAsyncTaskExecutor("caller-")) {
            executor.setVirtualThreads(JavaVersion.getJavaVersion().isEqualOrNewerThan(JavaVersion.TWENTY_ONE));
            for (int i = 0; i < callers; i++) {
                long caller = i;
                executor.execute(() -> {
                    try {
                        task.run(caller);
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
    }
}
