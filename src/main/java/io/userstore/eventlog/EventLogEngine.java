package io.userstore.eventlog;

import static org.axonframework.eventsourcing.EventStreamUtils.upcastAndDeserializeDomainEvents;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.axonframework.common.jdbc.PersistenceExceptionResolver;
import org.axonframework.eventhandling.DomainEventData;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.eventhandling.TrackedEventData;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventsourcing.eventstore.BatchingEventStorageEngine;
import org.axonframework.eventsourcing.eventstore.DomainEventStream;
import org.axonframework.eventsourcing.snapshotting.SnapshotFilter;
import org.axonframework.serialization.Serializer;
import org.axonframework.serialization.jackson3.Jackson3Serializer;
import org.axonframework.serialization.upcasting.event.EventUpcaster;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The log as Axon sees it. Appending blocks until the group commit that carries the events; a version or event id that
 * is taken is a {@code ConcurrencyException} and leaves the other appends of the batch alone.
 */
final class EventLogEngine extends BatchingEventStorageEngine {

    private static final Logger log = LoggerFactory.getLogger(EventLogEngine.class);

    private final Appender appender;
    private final LogReader reader;
    private final SnapshotFilter snapshotFilter;
    private final Sealing sealing;
    private final Counter replayed;

    private EventLogEngine(Builder builder) {
        super(builder);
        this.appender = builder.appender;
        this.reader = builder.reader;
        this.snapshotFilter = builder.snapshotFilter;
        this.sealing = builder.sealing;
        this.replayed = builder.replayed;
    }

    static Builder builder(Appender appender, LogReader reader, Sealing sealing, MeterRegistry meters) {
        return new Builder(appender, reader, sealing, meters);
    }

    @Override
    protected void appendEvents(List<? extends EventMessage<?>> events, Serializer serializer) {
        if (events.isEmpty()) {
            return;
        }
        List<EventRow> rows = events.stream()
                .map(event -> row(event, Place.Part.PAYLOAD, serializer))
                .toList();
        KeyedCommand keyed = KeyedCommand.current();
        try {
            appender.append(Append.of(events, rows, keyed == null ? null : keyed.sealed(sealing)));
        } catch (DuplicateEvent e) {
            handlePersistenceException(e, events.get(rows.indexOf(e.row())));
        }
    }

    @Override
    protected void storeSnapshot(DomainEventMessage<?> snapshot, Serializer serializer) {
        reader.storeSnapshot(row(snapshot, Place.Part.SNAPSHOT, serializer));
    }

    /** The log's columns are JSON, so its serializers are Jackson's. */
    private static EventRow row(EventMessage<?> event, Place.Part payloadPart, Serializer serializer) {
        return EventRow.of(event, payloadPart, (Jackson3Serializer) serializer);
    }

    /** The newest snapshot and the events after it, in one round trip for all but very long streams; their key apart. */
    DomainEventStream readStream(String aggregateId) {
        List<LogReader.StreamEntry> entries = reader.snapshotAndRest(aggregateId, batchSize());
        replayed.increment(entries.size());
        boolean startsWithSnapshot = !entries.isEmpty() && entries.get(0).isSnapshot();
        if (startsWithSnapshot) {
            DomainEventMessage<?> snapshot = usable(entries.get(0).data());
            if (snapshot == null) {
                return readEvents(aggregateId);
            }
            return DomainEventStream.concat(
                    DomainEventStream.of(snapshot), rest(aggregateId, entries.subList(1, entries.size())));
        }
        return rest(aggregateId, entries);
    }

    private DomainEventStream rest(String aggregateId, List<LogReader.StreamEntry> entries) {
        DomainEventStream read = upcastAndDeserializeDomainEvents(
                entries.stream().map(LogReader.StreamEntry::data), getEventSerializer(), upcasterChain);
        if (entries.size() < batchSize()) {
            return read;
        }
        long next = entries.get(entries.size() - 1).data().getSequenceNumber() + 1;
        return DomainEventStream.concat(read, readEvents(aggregateId, next));
    }

    /** A snapshot is only a short cut: one that cannot be used costs time, never correctness. */
    private @Nullable DomainEventMessage<?> usable(DomainEventData<?> data) {
        try {
            if (!snapshotFilter.allow(data)) {
                return null;
            }
            DomainEventMessage<?> snapshot = upcastAndDeserializeDomainEvents(
                            Stream.of(data), getSnapshotSerializer(), upcasterChain)
                    .next();
            snapshot.getPayload();
            return snapshot;
        } catch (LogUnavailable e) {
            throw e;
        } catch (RuntimeException e) {
            log.warn(
                    "snapshot of stream {} cannot be read, replaying it: {}",
                    data.getAggregateIdentifier(),
                    e.getClass().getSimpleName());
            return null;
        }
    }

    @Override
    protected List<? extends TrackedEventData<?>> fetchTrackedEvents(@Nullable TrackingToken lastToken, int batchSize) {
        return reader.after(position(lastToken), batchSize);
    }

    @Override
    protected List<? extends DomainEventData<?>> fetchDomainEvents(
            String aggregateIdentifier, long firstSequenceNumber, int batchSize) {
        List<? extends DomainEventData<?>> page = reader.ofStream(aggregateIdentifier, firstSequenceNumber, batchSize);
        replayed.increment(page.size());
        return page;
    }

    @Override
    protected Stream<? extends DomainEventData<?>> readSnapshotData(String aggregateIdentifier) {
        return reader.snapshot(aggregateIdentifier).stream();
    }

    @Override
    public Optional<Long> lastSequenceNumberFor(String aggregateIdentifier) {
        return Optional.ofNullable(reader.lastVersion(aggregateIdentifier));
    }

    @Override
    public TrackingToken createHeadToken() {
        return new GlobalSequenceTrackingToken(reader.head());
    }

    @Override
    public TrackingToken createTokenAt(Instant dateTime) {
        Long first = reader.firstSince(dateTime);
        return first == null ? createHeadToken() : new GlobalSequenceTrackingToken(first - 1);
    }

    static long position(@Nullable TrackingToken token) {
        return token == null ? 0 : token.position().orElse(0);
    }

    /** Axon's builder, with what this engine needs. */
    static final class Builder extends BatchingEventStorageEngine.Builder {

        private static final int BATCH_SIZE = 500;

        private final Appender appender;
        private final LogReader reader;
        private final Sealing sealing;
        private final Counter replayed;
        private SnapshotFilter snapshotFilter = SnapshotFilter.allowAll();

        private Builder(Appender appender, LogReader reader, Sealing sealing, MeterRegistry meters) {
            this.appender = appender;
            this.reader = reader;
            this.sealing = sealing;
            this.replayed = Counter.builder("userstore.events.replayed")
                    .description("events and snapshots read from the log to make aggregates of them")
                    .register(meters);
            batchSize(BATCH_SIZE);
            persistenceExceptionResolver(DuplicateEvent.class::isInstance);
        }

        @Override
        public Builder snapshotSerializer(Serializer snapshotSerializer) {
            super.snapshotSerializer(snapshotSerializer);
            return this;
        }

        @Override
        public Builder eventSerializer(Serializer eventSerializer) {
            super.eventSerializer(eventSerializer);
            return this;
        }

        @Override
        public Builder upcasterChain(EventUpcaster upcasterChain) {
            super.upcasterChain(upcasterChain);
            return this;
        }

        @Override
        public Builder persistenceExceptionResolver(PersistenceExceptionResolver resolver) {
            super.persistenceExceptionResolver(resolver);
            return this;
        }

        @Override
        public Builder snapshotFilter(SnapshotFilter filter) {
            super.snapshotFilter(filter);
            this.snapshotFilter = filter;
            return this;
        }

        EventLogEngine build() {
            return new EventLogEngine(this);
        }
    }
}
