package io.userstore.eventlog;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcOperations;

/**
 * Looks at the log each second: whether this node can append, where the log ends, how far its consumers have come. Probes
 * and scrapes get what the last look saw, and nothing once that is too old, so that none of them ever waits for a
 * database that is away.
 */
final class LogWatch extends Worker {

    private static final Logger log = LoggerFactory.getLogger(LogWatch.class);

    private static final long INTERVAL_MILLIS = 1_000;

    /** For so long a database may say nothing before it counts as away. */
    private static final long STALE_NANOS = TimeUnit.SECONDS.toNanos(5);

    /** After this long no further consumer is asked: the next look is more important. */
    private static final long CONSUMERS_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** A server that answers is not enough: after a fail-over it may be a replica, which takes nothing. */
    private static final String LOOK = """
            SELECT pg_is_in_recovery() OR current_setting('transaction_read_only')::boolean,
                   (SELECT coalesce(max(position), 0) FROM event_log)
            """;

    private final JdbcOperations jdbc;
    private final Appender appender;
    private final Supplier<List<LogConsumer>> consumers;
    private final MeterRegistry meters;
    private final Set<String> inTrouble = new HashSet<>();
    private volatile @Nullable Look last;
    private volatile CountDownLatch end = new CountDownLatch(0);

    LogWatch(WatchSession session, Appender appender, Supplier<List<LogConsumer>> consumers, MeterRegistry meters) {
        super("event-log-watch");
        this.jdbc = session.jdbc();
        this.appender = appender;
        this.consumers = consumers;
        this.meters = meters;
    }

    private record Look(long at, boolean readOnly, long head, Map<String, Long> consumed) {

        Look with(Map<String, Long> positions) {
            return new Look(at, readOnly, head, positions);
        }
    }

    /** Whether a command that comes now can be committed, as far as anybody knows. */
    boolean canAppend() {
        Look look = fresh();
        return look != null && !look.readOnly() && appender.isRunning() && appender.reachesDatabase();
    }

    /** The first look is over before the web server takes requests. */
    @Override
    public void start() {
        gauge("userstore.ready", "1 if this node can append to the log, else 0", watch -> watch.canAppend() ? 1 : 0);
        gauge("userstore.log.head", "the position of the newest event", LogWatch::head);
        consumers.get().stream().map(LogConsumer::consumerName).forEach(this::registerConsumer);
        end = new CountDownLatch(1);
        look();
        super.start();
    }

    private void gauge(String name, String description, ToDoubleFunction<LogWatch> value) {
        Gauge.builder(name, this, value).description(description).register(meters);
    }

    private void registerConsumer(String name) {
        Gauge.builder("userstore.consumer.position", this, watch -> watch.consumedBy(name))
                .description("the position up to which a consumer has worked through the log")
                .tag("consumer", name)
                .register(meters);
        Gauge.builder("userstore.consumer.lag", this, watch -> Math.max(0, watch.head() - watch.consumedBy(name)))
                .description("events that a consumer has not worked through yet")
                .tag("consumer", name)
                .register(meters);
    }

    private double head() {
        Look look = fresh();
        return look == null ? Double.NaN : look.head();
    }

    private double consumedBy(String consumer) {
        Look look = fresh();
        Long position = look == null ? null : look.consumed().get(consumer);
        return position == null ? Double.NaN : position;
    }

    private @Nullable Look fresh() {
        Look look = last;
        return look != null && System.nanoTime() - look.at() < STALE_NANOS ? look : null;
    }

    @Override
    protected void work() {
        CountDownLatch until = end;
        while (!ends(until)) {
            look();
        }
    }

    private static boolean ends(CountDownLatch end) {
        try {
            return end.await(INTERVAL_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            // Nobody who has business here interrupts this thread.
            log.debug("interrupt ignored");
            return false;
        }
    }

    /** The thread must survive anything: a node whose watch is dead is never ready again. */
    private void look() {
        try {
            Look look = jdbc.queryForObject(
                    LOOK, (row, n) -> new Look(System.nanoTime(), row.getBoolean(1), row.getLong(2), consumedBefore()));
            last = look;
            isWell("the log");
            last = look == null ? null : look.with(consumed(look.at()));
        } catch (RuntimeException | Error e) {
            // What was seen last holds until it is too old: one look that failed is no outage.
            isInTrouble("the log", e);
        }
    }

    private Map<String, Long> consumedBefore() {
        Look look = last;
        return look == null ? Map.of() : look.consumed();
    }

    private Map<String, Long> consumed(long begun) {
        Map<String, Long> consumed = new HashMap<>();
        for (LogConsumer consumer : consumers.get()) {
            if (System.nanoTime() - begun > CONSUMERS_NANOS) {
                break;
            }
            try {
                OptionalLong position = consumer.consumedUpTo(jdbc);
                position.ifPresent(known -> consumed.put(consumer.consumerName(), known));
                isWell(consumer.consumerName());
            } catch (RuntimeException | Error e) {
                // A consumer in trouble keeps nobody from appending.
                isInTrouble(consumer.consumerName(), e);
            }
        }
        return consumed;
    }

    private void isWell(String what) {
        if (inTrouble.remove(what)) {
            log.info("{} can be looked at again", what);
        }
    }

    /** Said once, and not each second. */
    private void isInTrouble(String what, Throwable failure) {
        try {
            if (inTrouble.add(what)) {
                log.warn("{} cannot be looked at: {}", what, DatabaseFailure.withoutData(failure));
            }
        } catch (Error e) {
            // Out of memory for words, too; there is a next time.
            inTrouble.clear();
        }
    }

    /** Waits for nobody: the appender is told next, and a look may take seconds. */
    @Override
    public void stop() {
        end.countDown();
        endSoon();
    }

    /** With the appender. */
    @Override
    public int getPhase() {
        return appender.getPhase();
    }
}
