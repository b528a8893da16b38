package io.userstore.eventlog;

import java.time.Instant;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.serialization.SerializedType;
import org.axonframework.serialization.jackson3.Jackson3Serializer;
import org.jspecify.annotations.Nullable;

/** One event as the log stores it, but for the position, which only the append lock can give. */
record EventRow(
        @Nullable String aggregateType,
        @Nullable String aggregateId,
        @Nullable Long version,
        String eventId,
        String type,
        @Nullable String revision,
        Instant occurredAt,
        String payload,
        String metadata,
        @Nullable String idempotencyKey) {

    /** @param payloadPart what the payload is: that of an event or of a snapshot */
    static EventRow of(EventMessage<?> event, Place.Part payloadPart, Jackson3Serializer serializer) {
        SerializedType type = serializer.typeForClass(event.getPayloadType());
        String aggregateType = null;
        String aggregateId = null;
        Long version = null;
        if (event instanceof DomainEventMessage<?> domainEvent) {
            aggregateType = domainEvent.getType();
            aggregateId = domainEvent.getAggregateIdentifier();
            version = domainEvent.getSequenceNumber();
        }
        Place place =
                new Place(aggregateId, version, event.getIdentifier(), type.getName(), type.getRevision(), payloadPart);
        return new EventRow(
                aggregateType,
                aggregateId,
                version,
                event.getIdentifier(),
                type.getName(),
                type.getRevision(),
                event.getTimestamp(),
                json(event.getPayload(), place, serializer),
                json(event.getMetaData(), place.at(Place.Part.METADATA), serializer),
                (String) event.getMetaData().get(MetaDataKeys.IDEMPOTENCY_KEY));
    }

    private static String json(Object value, Place place, Jackson3Serializer serializer) {
        return serializer
                .getObjectMapper()
                .writer()
                .withAttribute(Place.class, place)
                .writeValueAsString(value);
    }
}
