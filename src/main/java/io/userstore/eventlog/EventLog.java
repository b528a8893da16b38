package io.userstore.eventlog;

import org.axonframework.eventhandling.TrackingEventStream;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventsourcing.eventstore.AbstractEventStore;
import org.axonframework.eventsourcing.eventstore.DomainEventStream;
import org.jspecify.annotations.Nullable;

/** The log as Axon's event store: streams in one read, followers woken instead of polling. */
final class EventLog extends AbstractEventStore {

    private final EventLogEngine engine;
    private final LogTail tail;

    private EventLog(Builder builder, EventLogEngine engine, LogTail tail) {
        super(builder);
        this.engine = engine;
        this.tail = tail;
    }

    static EventLog of(EventLogEngine engine, LogTail tail) {
        Builder builder = new Builder();
        builder.storageEngine(engine);
        return new EventLog(builder, engine, tail);
    }

    @Override
    public DomainEventStream readEvents(String aggregateIdentifier) {
        return DomainEventStream.concat(
                engine.readStream(aggregateIdentifier),
                DomainEventStream.of(stagedDomainEventMessages(aggregateIdentifier)));
    }

    @Override
    public TrackingEventStream openStream(@Nullable TrackingToken trackingToken) {
        return new LogStream(engine, tail, trackingToken);
    }

    private static final class Builder extends AbstractEventStore.Builder {}
}
