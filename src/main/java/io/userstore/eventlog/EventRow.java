package io.userstore.eventlog;

import java.time.Instant;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.serialization.SerializedObject;
import org.axonframework.serialization.Serializer;
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

    static EventRow of(EventMessage<?> event, Serializer serializer) {
        SerializedObject<String> payload = event.serializePayload(serializer, String.class);
        String aggregateType = null;
        String aggregateId = null;
        Long version = null;
        if (event instanceof DomainEventMessage<?> domainEvent) {
            aggregateType = domainEvent.getType();
            aggregateId = domainEvent.getAggregateIdentifier();
            version = domainEvent.getSequenceNumber();
        }
        return new EventRow(
                aggregateType,
                aggregateId,
                version,
                event.getIdentifier(),
                payload.getType().getName(),
                payload.getType().getRevision(),
                event.getTimestamp(),
                payload.getData(),
                event.serializeMetaData(serializer, String.class).getData(),
                (String) event.getMetaData().get(MetaDataKeys.IDEMPOTENCY_KEY));
    }
}
