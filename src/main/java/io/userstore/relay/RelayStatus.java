package io.userstore.relay;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.userstore.eventlog.DatabaseFailure;
import java.util.HashSet;
import java.util.Set;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What operators get to know of the relay on this node: a line in the log when something changes, and metrics. */
final class RelayStatus {

    private static final Logger log = LoggerFactory.getLogger(RelayStatus.class);

    private final String topic;
    private volatile State state = State.ELSEWHERE;
    private volatile long position;
    private volatile long head;
    private final Set<Class<?>> told = new HashSet<>();

    /** Where the log is relayed, as far as this node knows. */
    enum State {
        HERE,
        ELSEWHERE,
        STANDS_STILL
    }

    RelayStatus(String topic, MeterRegistry meters) {
        this.topic = topic;
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

    /** Says so once for each kind of failure, until it goes on here. */
    void standsStill(Throwable reason) {
        state = State.STANDS_STILL;
        if (told.add(reason.getClass())) {
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
