package io.userstore.relay;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.userstore.eventlog.DatabaseFailure;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What operators get to know of the relay on this node: a line in the log when something changes, and metrics. */
final class RelayStatus {

    private static final Logger log = LoggerFactory.getLogger(RelayStatus.class);

    private static final long TOLD_AGAIN_NANOS = TimeUnit.MINUTES.toNanos(10);

    private final String topic;
    private final LongSupplier nanos;
    private volatile State state = State.ELSEWHERE;
    private volatile long position;
    private volatile long head;

    /** When, by kind of failure. */
    private final Map<String, Long> told = new HashMap<>();

    /** Where the log is relayed, as far as this node knows. */
    enum State {
        HERE,
        ELSEWHERE,
        STANDS_STILL
    }

    RelayStatus(String topic, MeterRegistry meters) {
        this(topic, meters, System::nanoTime);
    }

    RelayStatus(String topic, MeterRegistry meters, LongSupplier nanos) {
        this.topic = topic;
        this.nanos = nanos;
        Gauge.builder("userstore.kafka.lag", this, RelayStatus::lag)
                .description("Events that are not in Kafka yet; of the node that relays")
                .register(meters);
        Gauge.builder("userstore.kafka.relaying", this, status -> status.state == State.HERE ? 1 : 0)
                .description("1 on the node that relays")
                .register(meters);
    }

    State state() {
        return state;
    }

    long position() {
        return position;
    }

    long lag() {
        return state == State.ELSEWHERE ? 0 : Math.max(0, head - position);
    }

    /** This node is to go on from there. */
    void isToGoOn(long delivered, long end) {
        position = delivered;
        head = end;
    }

    void isAt(long delivered, long end) {
        isToGoOn(delivered, end);
        if (state != State.HERE) {
            state = State.HERE;
            told.clear();
            log.info("relaying events to Kafka, topic {}; position {} is there", topic, delivered);
        }
    }

    void isElsewhere() {
        state = State.ELSEWHERE;
    }

    /** Says so for each kind of failure, and from time to time again, until it goes on here. */
    void standsStill(Throwable reason) {
        state = State.STANDS_STILL;
        Throwable cause = reason.getCause();
        String kind = reason.getClass().getName()
                + (cause == null ? "" : " " + cause.getClass().getName());
        long now = nanos.getAsLong();
        Long before = told.get(kind);
        if (before == null || now - before >= TOLD_AGAIN_NANOS) {
            told.put(kind, now);
            log.warn("nothing goes to Kafka from here until this passes, all else goes on: {}", text(reason));
        }
    }

    /** Kafka's failures name brokers and topics; all others might quote what they failed at. */
    private static String text(Throwable reason) {
        if (!(reason instanceof KafkaException)) {
            return DatabaseFailure.withoutData(reason);
        }
        return reason.getCause() == null ? reason.toString() : reason + ", because of " + reason.getCause();
    }
}
