package io.userstore.eventlog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.serialization.SimpleSerializedType;
import org.axonframework.serialization.UnknownSerializedType;
import org.axonframework.serialization.upcasting.event.EventUpcasterChain;
import org.axonframework.serialization.upcasting.event.IntermediateEventRepresentation;
import org.axonframework.serialization.upcasting.event.SingleEventUpcaster;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Names and revisions of events are the log's own, and events of old ones are brought forward as they are read. */
class UpcastingTest {

    private static LogFixture log;

    @BeforeAll
    static void startLog() {
        log = LogFixture.on(LogFixture.migrated());
    }

    @AfterAll
    static void stopLog() {
        log.close();
    }

    @BeforeEach
    void emptyLog() {
        log.clear();
    }

    /** Today's form of what was once {@code thing.moved} of revision 1, with a {@code place} and no {@code floor}. */
    record Moved(String room, int floor) {}

    @Test
    void eventIsStoredUnderItsNameAndRevisionAndNotItsClass() {
        engine().appendEvents(new GenericDomainEventMessage<>("thing", "a", 0, new Moved("kitchen", 2)));

        assertThat(log.jdbc.queryForList("SELECT concat_ws(' ', type, revision, payload) FROM event_log", String.class))
                .containsExactly("thing.moved 3 {\"room\":\"kitchen\",\"floor\":2}");
    }

    @Test
    void eventsOfAllRevisionsAreReadInTodaysFormInOrder() {
        store(1, "a", 0, "1", "{\"place\":\"hall\"}");
        store(2, "b", 0, "2", "{\"room\":\"attic\"}");
        store(3, "a", 1, "2", "{\"room\":\"cellar\"}");
        store(4, "a", 2, "3", "{\"room\":\"kitchen\",\"floor\":2}");
        EventLogEngine engine = engine(new RoomForPlace(), new GroundFloor());

        assertThat(payloads(engine.readEvents("a").asStream()))
                .containsExactly(new Moved("hall", 0), new Moved("cellar", 0), new Moved("kitchen", 2));
        assertThat(payloads(engine.readStream("a").asStream()))
                .containsExactly(new Moved("hall", 0), new Moved("cellar", 0), new Moved("kitchen", 2));
        assertThat(payloads(engine.readEvents(null, false)))
                .containsExactly(
                        new Moved("hall", 0), new Moved("attic", 0), new Moved("cellar", 0), new Moved("kitchen", 2));
    }

    @Test
    void whatIsStoredIsNotTouchedByReading() {
        store(1, "a", 0, "1", "{ \"place\" : \"hall\" }");

        engine(new RoomForPlace(), new GroundFloor()).readEvents("a").asStream().forEach(EventMessage::getPayload);

        assertThat(log.jdbc.queryForList("SELECT concat_ws(' ', type, revision, payload) FROM event_log", String.class))
                .containsExactly("thing.moved 1 { \"place\" : \"hall\" }");
    }

    @Test
    void eventOfANameThatNobodyKnowsIsNotTakenForAnother() {
        store(1, "a", 0, "1", "{\"room\":\"hall\"}");
        log.jdbc.update("UPDATE event_log SET type = 'io.userstore.eventlog.UpcastingTest$Moved'");

        assertThat(engine().readEvents("a").next().getPayloadType()).isEqualTo(UnknownSerializedType.class);
    }

    private static EventLogEngine engine(SingleEventUpcaster... upcasters) {
        StoredTypesSerializer serializer =
                new StoredTypesSerializer(new StoredTypes().add(Moved.class, "thing.moved", "3"), Sealing.NONE);
        return log.engine()
                .eventSerializer(serializer)
                .snapshotSerializer(serializer)
                .upcasterChain(new EventUpcasterChain(List.of(upcasters)))
                .build();
    }

    private static List<Object> payloads(Stream<? extends EventMessage<?>> events) {
        return events.<Object>map(EventMessage::getPayload).toList();
    }

    private static void store(long position, String stream, long version, String revision, String payload) {
        log.jdbc.update("""
                INSERT INTO event_log (position, aggregate_type, aggregate_id, version, event_id, type, revision,
                                       occurred_at, payload, metadata)
                VALUES (?, 'thing', ?, ?, ?, 'thing.moved', ?, now(), ?::json, '{}')
                """, position, stream, version, UUID.randomUUID(), revision, payload);
    }

    /** Brings one revision forward to the next. */
    private abstract static class Step extends SingleEventUpcaster {

        private final int from;

        Step(int from) {
            this.from = from;
        }

        abstract void change(ObjectNode payload);

        @Override
        protected boolean canUpcast(IntermediateEventRepresentation event) {
            return event.getType().equals(new SimpleSerializedType("thing.moved", Integer.toString(from)));
        }

        @Override
        protected IntermediateEventRepresentation doUpcast(IntermediateEventRepresentation event) {
            return event.upcastPayload(
                    new SimpleSerializedType("thing.moved", Integer.toString(from + 1)), JsonNode.class, payload -> {
                        change((ObjectNode) payload);
                        return payload;
                    });
        }
    }

    private static final class RoomForPlace extends Step {

        RoomForPlace() {
            super(1);
        }

        @Override
        void change(ObjectNode payload) {
            payload.set("room", payload.remove("place"));
        }
    }

    private static final class GroundFloor extends Step {

        GroundFloor() {
            super(2);
        }

        @Override
        void change(ObjectNode payload) {
            payload.put("floor", 0);
        }
    }
}
