package io.userstore.eventlog;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.axonframework.eventhandling.DomainEventData;
import org.axonframework.eventhandling.TrackedEventData;
import org.axonframework.serialization.SerializedObject;
import org.axonframework.serialization.SerializedType;
import org.axonframework.serialization.Serializer;
import org.axonframework.serialization.UnknownSerializedType;
import org.axonframework.serialization.upcasting.event.EventUpcaster;
import org.axonframework.serialization.upcasting.event.InitialEventRepresentation;
import org.axonframework.serialization.upcasting.event.IntermediateEventRepresentation;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** An event as it stands in the log, whether this store knows its type or not. What it says is opened each time it is asked. */
public final class LoggedEvent {

    private final TrackedEventData<JsonNode> data;
    private final Serializer serializer;
    private final EventUpcaster upcasters;

    LoggedEvent(TrackedEventData<JsonNode> data, Serializer serializer, EventUpcaster upcasters) {
        this.data = data;
        this.serializer = serializer;
        this.upcasters = upcasters;
    }

    public long position() {
        return EventLogEngine.position(data.trackingToken());
    }

    /** Absent when it belongs to none. */
    public @Nullable String stream() {
        return data instanceof DomainEventData<?> domainEvent ? domainEvent.getAggregateIdentifier() : null;
    }

    /** In its stream. */
    public @Nullable Long version() {
        return data instanceof DomainEventData<?> domainEvent ? domainEvent.getSequenceNumber() : null;
    }

    public String eventId() {
        return data.getEventIdentifier();
    }

    public String type() {
        return data.getPayload().getType().getName();
    }

    public @Nullable String revision() {
        return data.getPayload().getType().getRevision();
    }

    public Instant occurredAt() {
        return data.getTimestamp();
    }

    /**
     * The event in its present form; empty when this store knows none, as of events that a newer one wrote.
     *
     * @throws LogUnavailable if the keys to what it says are out of reach
     */
    public Optional<Object> payload() {
        SerializedObject<JsonNode> stored = data.getPayload();
        if (isKnown(stored.getType())) {
            // In its present form already: nearly all are, and a rebuild asks for each.
            return Optional.of(serializer.deserialize(stored));
        }
        List<IntermediateEventRepresentation> present = upcasters
                .upcast(Stream.of(new InitialEventRepresentation(data, serializer)))
                .toList();
        return present.size() == 1 && isKnown(present.get(0).getType())
                ? Optional.of(serializer.deserialize(present.get(0).getData()))
                : Optional.empty();
    }

    private boolean isKnown(SerializedType type) {
        Class<?> known = serializer.classForType(type);
        return known != UnknownSerializedType.class
                && Objects.equals(serializer.typeForClass(known).getRevision(), type.getRevision());
    }

    /**
     * Who brought it about and why, by {@link MetaDataKeys}: texts, and objects for what was erased.
     *
     * @throws LogUnavailable as {@link #payload()}
     */
    public JsonNode metaData() {
        return data.getMetaData().getData();
    }
}
