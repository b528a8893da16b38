package io.userstore.relay;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class RelayStatusTest {

    private final MeterRegistry meters = new SimpleMeterRegistry();
    private final AtomicLong nanos = new AtomicLong();
    private final RelayStatus status = new RelayStatus("events", meters, nanos::get);
    private final Logger logger = (Logger) LoggerFactory.getLogger(RelayStatus.class);
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

    @BeforeEach
    void listen() {
        lines.start();
        logger.addAppender(lines);
    }

    @AfterEach
    void stopListening() {
        logger.detachAppender(lines);
    }

    @Test
    void whatKeepsTheRelayFromGoingOnIsSaidOnceUntilItGoesOn() {
        for (int attempt = 0; attempt < 3; attempt++) {
            status.isToGoOn(2, 10);
            status.standsStill(new TimeoutException("after " + attempt + " ms"));
        }
        status.standsStill(new TopicAuthorizationException("not yours"));
        status.standsStill(new TimeoutException("again"));
        status.isAt(3, 10);
        status.isAt(4, 10);
        status.standsStill(new TimeoutException("the next outage"));

        assertThat(lines.list)
                .extracting(ILoggingEvent::getLevel)
                .containsExactly(Level.WARN, Level.WARN, Level.INFO, Level.WARN);
    }

    @Test
    void otherCausesAndWhatLastsAreSaidAgain() {
        status.standsStill(new KafkaException("first", new TimeoutException("late")));
        status.standsStill(new KafkaException("second", new TopicAuthorizationException("not yours")));
        nanos.addAndGet(TimeUnit.MINUTES.toNanos(10) - 1);
        status.standsStill(new KafkaException("too soon", new TimeoutException("late")));
        nanos.incrementAndGet();
        status.standsStill(new KafkaException("third", new TimeoutException("late")));
        status.standsStill(new KafkaException("once", new TimeoutException("late")));

        assertThat(lines.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .satisfiesExactly(
                        line -> assertThat(line).contains("first"),
                        line -> assertThat(line).contains("second"),
                        line -> assertThat(line).contains("third"));
    }

    @Test
    void onlyKafkasOwnWordsAreRepeated() {
        status.standsStill(new IllegalStateException("ann@example.com", new SQLException("Ann", "08006")));

        assertThat(lines.list)
                .singleElement()
                .satisfies(line -> assertThat(line.getFormattedMessage())
                        .contains("IllegalStateException", "08006")
                        .doesNotContain("ann@example.com", "Ann"));
    }

    @Test
    void lagIsThatOfTheNodeThatRelays() {
        assertThat(meters.get("userstore.kafka.relaying").gauge().value()).isZero();
        status.isToGoOn(2, 10);
        status.standsStill(new TimeoutException("late"));
        assertThat(meters.get("userstore.kafka.lag").gauge().value()).isEqualTo(8);
        status.isAt(10, 10);
        assertThat(meters.get("userstore.kafka.relaying").gauge().value()).isEqualTo(1);
        assertThat(meters.get("userstore.kafka.lag").gauge().value()).isZero();
        status.isToGoOn(10, 20);
        status.isElsewhere();
        assertThat(meters.get("userstore.kafka.lag").gauge().value()).isZero();
    }
}
