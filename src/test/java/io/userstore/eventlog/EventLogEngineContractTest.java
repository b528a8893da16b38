package io.userstore.eventlog;

import java.util.function.UnaryOperator;
import org.axonframework.eventsourcing.eventstore.BatchingEventStorageEngineTest;
import org.axonframework.serialization.jackson3.Jackson3Serializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** Axon's own contract suite for storage engines, all of it, on the real log. */
class EventLogEngineContractTest extends BatchingEventStorageEngineTest<EventLogEngine, EventLogEngine.Builder> {

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
        setTestSubject(createEngine());
    }

    @Override
    protected EventLogEngine createEngine(UnaryOperator<EventLogEngine.Builder> customization) {
        Jackson3Serializer serializer = Jackson3Serializer.builder().build();
        EventLogEngine.Builder builder =
                log.engine().eventSerializer(serializer).snapshotSerializer(serializer);
        return customization.apply(builder).build();
    }
}
