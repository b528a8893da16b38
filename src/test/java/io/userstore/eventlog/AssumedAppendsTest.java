package io.userstore.eventlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.userstore.AtOnce;
import io.userstore.TestDatabase;
import java.util.List;
import java.util.stream.LongStream;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.modelling.command.ConcurrencyException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Small batches are written for the state in which this node left the log, and only if that is its state. */
class AssumedAppendsTest {

    private final CountingCondition condition = new CountingCondition();

    private LogFixture one;
    private LogFixture other;

    @BeforeEach
    void twoNodes() {
        TestDatabase database = LogFixture.migrated();
        one = LogFixture.on(database, condition);
        other = LogFixture.on(database);
    }

    @AfterEach
    void stop() {
        one.close();
        other.close();
    }

    private static void append(LogFixture node, String stream, long... versions) {
        node.plainEngine()
                .appendEvents(LongStream.of(versions)
                        .mapToObj(version -> event(stream, version, "payload"))
                        .toList());
    }

    private static DomainEventMessage<String> event(String stream, long version, String payload) {
        return new GenericDomainEventMessage<>("test", stream, version, payload);
    }

    private Iterable<Long> positions() {
        return one.jdbc.queryForList("SELECT position FROM event_log ORDER BY position", Long.class);
    }

    private static Iterable<Long> upTo(long last) {
        return LongStream.rangeClosed(1, last).boxed().toList();
    }

    @Test
    void nodeThatIsAloneReadsTheLogOnce() {
        for (int version = 0; version < 20; version += 2) {
            append(one, "a", version, version + 1);
        }
        append(one, "b", 0, 1);

        assertThat(positions()).containsExactlyElementsOf(upTo(22));
        assertThat(condition.assumed).isEqualTo(10);
        assertThat(condition.asked).isEqualTo(1);
    }

    @Test
    void nodeThatIsAloneReadsTheLogOnceHoweverManyAppendAtOnce() {
        append(one, "first", 0);
        try (AtOnce callers = new AtOnce()) {
            callers.run(16, caller -> () -> {
                for (int version = 0; version < 20; version++) {
                    append(one, "stream" + caller, version);
                }
                return caller;
            });
        }

        assertThat(positions()).containsExactlyElementsOf(upTo(321));
        assertThat(condition.assumed).as("some appends shared a batch").isLessThan(320);
        assertThat(condition.asked).isEqualTo(1);
    }

    @Test
    void nodesThatTakeTurnsLeaveNoGap() {
        for (int version = 0; version < 20; version++) {
            append(one, "a", version);
            append(other, "b", version);
        }

        assertThat(positions()).containsExactlyElementsOf(upTo(40));
        assertThat(condition.asked).isGreaterThan(condition.assumed);
    }

    @Test
    void streamThatAnotherNodeMovedOnRefusesTheAppend() {
        append(one, "a", 0);
        append(other, "a", 1);

        assertThatThrownBy(() -> append(one, "a", 1)).isInstanceOf(ConcurrencyException.class);

        append(one, "a", 2);
        assertThat(positions()).containsExactlyElementsOf(upTo(3));
    }

    @Test
    void versionThatLeavesAGapIsRefused() {
        append(one, "a", 0);

        assertThatThrownBy(() -> append(one, "a", 2)).isInstanceOf(ConcurrencyException.class);

        assertThat(positions()).containsExactly(1L);
    }

    @Test
    void logThatLostItsEventsIsNotAssumedToHaveThem() {
        append(one, "a", 0);
        append(one, "a", 1);
        one.clear();

        append(one, "b", 0);

        assertThat(positions()).containsExactly(1L);
    }

    @Test
    void keyThatWasUsedMeanwhileIsNoticed() {
        append(one, "a", 0);
        KeyedCommand keyed = new KeyedCommand("key", new Fingerprint(new byte[32], new byte[32]));
        one.jdbc.update("INSERT INTO idempotency_keys (idempotency_key, fingerprint) VALUES ('key', '')");

        assertThatThrownBy(() -> one.appender.append(Append.nothing(new StreamVersion("a", 0), keyed)))
                .isInstanceOf(AlreadyHandled.class);
        assertThat(condition.assumed).isEqualTo(1);
    }

    @Test
    void conditionThatTurnsOutNotToHoldIsAsked() {
        append(one, "a", 0);
        condition.holds = false;

        append(one, "a", 1);

        assertThat(condition.assumed).isEqualTo(1);
        assertThat(condition.asked).isEqualTo(2);
        assertThat(positions()).containsExactlyElementsOf(upTo(2));
    }

    @Test
    void connectionLostInAnAssumedTripIsAnOutageAndNothingIsWrittenTwice() {
        append(one, "a", 0);

        assertThatThrownBy(() -> one.plainEngine().appendEvents(event("a", 1, "cut")))
                .isInstanceOf(LogUnavailable.class);
        assertThat(condition.asked).as("tried again").isEqualTo(1);

        append(one, "a", 1);
        assertThat(positions()).containsExactlyElementsOf(upTo(2));
    }

    @Test
    void lookUpsOfTheAppendSessionGoByIndexHoweverSmallTheTable() {
        append(one, "a", 0);
        one.jdbc.execute("INSERT INTO idempotency_keys (idempotency_key, fingerprint) VALUES ('a', '')");
        one.jdbc.execute("ANALYZE event_log, idempotency_keys");

        for (String lookUp : List.of(AppendStatements.READ, AppendStatements.READ_KEYS)) {
            String explain = "EXPLAIN " + lookUp.replace("?", "'{a,b}'::text[]");
            assertThat(one.jdbc.queryForList(explain, String.class))
                    .as("without the session's settings")
                    .anyMatch(line -> line.contains("Seq Scan"));
            assertThat(one.session.jdbc().queryForList(explain, String.class))
                    .noneMatch(line -> line.contains("Seq Scan"));
        }
    }

    /** Counts how it is applied, and cuts the connection of a batch that wants it. */
    private static final class CountingCondition implements AppendCondition {

        private volatile boolean holds = true;
        private volatile int assumed;
        private volatile int asked;

        @Override
        @SuppressWarnings("NonAtomicOperationOnVolatileField")
        public Screening assume(List<EventMessage<?>> events, Assumptions assumptions) {
            assumed++;
            assumptions.add(Boolean.toString(holds), List.of(), columns -> {});
            return new Cutting(events);
        }

        @Override
        @SuppressWarnings("NonAtomicOperationOnVolatileField")
        public Screening screen(List<EventMessage<?>> events, RoundTrip reads) {
            asked++;
            return new Cutting(events);
        }
    }

    private record Cutting(List<EventMessage<?>> events) implements AppendCondition.Screening {

        @Override
        public @Nullable RuntimeException refuse(List<? extends EventMessage<?>> append) {
            return null;
        }

        @Override
        public void write(RoundTrip writes) {
            if (events.stream().anyMatch(event -> event.getPayload().equals("cut"))) {
                writes.add("SELECT pg_terminate_backend(pg_backend_pid())", parameters -> {});
            }
        }
    }
}
