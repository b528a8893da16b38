package io.userstore.eventlog;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import org.axonframework.modelling.command.ConcurrencyException;
import org.jspecify.annotations.Nullable;

/** Batches in figures; taken once they are answered: the next batch waits for it, their callers do not. */
final class AppendMeters {

    private static final double[] SIZES = {1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000};
    private static final Duration[] TIMES = {
        Duration.ofMillis(1),
        Duration.ofMillis(2),
        Duration.ofMillis(5),
        Duration.ofMillis(10),
        Duration.ofMillis(25),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(250),
        Duration.ofSeconds(1),
        Duration.ofSeconds(5),
        Duration.ofSeconds(20)
    };

    private final MeterRegistry meters;
    private final DistributionSummary size;
    private final Timer wait;
    private final Timer commit;
    private final Counter appended;
    private final Map<Refusal, Counter> refused = new EnumMap<>(Refusal.class);

    /** Why the log did not take an append; whoever lost a race may be decided anew, and taken then. */
    private enum Refusal {
        CONFLICT,
        REPEATED,
        DUPLICATE,
        UNAVAILABLE,
        /** By a condition, like that of unique addresses, or by the database. */
        REFUSED;

        static Refusal of(Throwable reason) {
            if (reason instanceof ConcurrencyException) {
                return reason instanceof AlreadyHandled ? REPEATED : CONFLICT;
            }
            if (reason instanceof DuplicateEvent) {
                return DUPLICATE;
            }
            return reason instanceof LogUnavailable ? UNAVAILABLE : REFUSED;
        }
    }

    AppendMeters(MeterRegistry meters) {
        this.meters = meters;
        this.size = DistributionSummary.builder("userstore.append.batch.size")
                .description("appends that shared a transaction")
                .serviceLevelObjectives(SIZES)
                .register(meters);
        this.wait = Timer.builder("userstore.append.queue.wait")
                .description("from the queueing of an append to the beginning of its batch")
                .serviceLevelObjectives(TIMES)
                .register(meters);
        this.commit = Timer.builder("userstore.append.commit")
                .description(
                        "from the beginning of a batch that wrote something to its answer, the wait for the lock included")
                .serviceLevelObjectives(TIMES)
                .register(meters);
        this.appended = Counter.builder("userstore.events.appended")
                .description("events that this node has committed")
                .register(meters);
        for (Refusal refusal : Refusal.values()) {
            refused.put(
                    refusal,
                    Counter.builder("userstore.append.refused")
                            .description("appends that are not in")
                            .tag("reason", refusal.name().toLowerCase(Locale.ROOT))
                            .register(meters));
        }
    }

    void watch(IntSupplier queueLength) {
        Gauge.builder("userstore.append.queue.length", queueLength, IntSupplier::getAsInt)
                .description("appends that wait for the next batch")
                .strongReference(true)
                .register(meters);
    }

    /**
     * A batch is answered.
     *
     * @param begun and {@code ended}: by the clock of {@link System#nanoTime()}
     */
    void written(List<Append> batch, long begun, long ended) {
        size.record(batch.size());
        if (batch.stream().anyMatch(append -> append.isIn() && !append.writesNothing())) {
            commit.record(ended - begun, TimeUnit.NANOSECONDS);
        }
        int events = 0;
        for (Append append : batch) {
            wait.record(begun - append.waiting().since(), TimeUnit.NANOSECONDS);
            if (append.isIn()) {
                events += append.events().size();
            } else {
                append.done().exceptionally(this::count);
            }
        }
        appended.increment(events);
    }

    private @Nullable Void count(Throwable reason) {
        Counter counter = refused.get(Refusal.of(reason));
        if (counter != null) {
            counter.increment();
        }
        return null;
    }
}
