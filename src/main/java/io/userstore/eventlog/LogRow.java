package io.userstore.eventlog;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.axonframework.eventhandling.DomainEventData;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.eventhandling.TrackedDomainEventData;
import org.axonframework.eventhandling.TrackedEventData;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.serialization.SerializedObject;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What a row of the log, or of its snapshots, is to Axon. */
final class LogRow {

    /** Those that the methods read; {@link #tracked} reads the position too. */
    static final String COLUMNS = """
            aggregate_type, aggregate_id, version, event_id, type, revision, occurred_at,
            payload::text AS payload, metadata::text AS metadata
            """;

    /** The same, with metadata that says nothing. */
    static final String WITHOUT_METADATA = """
            aggregate_type, aggregate_id, version, event_id, type, revision, occurred_at,
            payload::text AS payload, '{}' AS metadata
            """;

    private LogRow() {}

    static TrackedEventData<JsonNode> tracked(ResultSet row, StoredText.Together texts) throws SQLException {
        GlobalSequenceTrackingToken token = new GlobalSequenceTrackingToken(row.getLong("position"));
        DomainEventData<JsonNode> event = domainEvent(row, Place.Part.PAYLOAD, texts);
        return event.getAggregateIdentifier() == null
                ? PlainEvent.of(token, event)
                : new TrackedDomainEventData<>(token, event);
    }

    static DomainEventData<JsonNode> domainEvent(ResultSet row, Place.Part payloadPart, StoredText.Together texts)
            throws SQLException {
        OffsetDateTime occurredAt = row.getObject("occurred_at", OffsetDateTime.class);
        Place place = new Place(
                row.getString("aggregate_id"),
                row.getLong("version"),
                row.getString("event_id"),
                row.getString("type"),
                row.getString("revision"),
                payloadPart);
        return new StoredEvent(
                row.getString("aggregate_type"),
                place.stream(),
                row.getLong("version"),
                place.eventId(),
                occurredAt.toInstant(),
                texts.add(row.getString("payload"), place),
                texts.add(row.getString("metadata"), place.at(Place.Part.METADATA)));
    }

    /** What Axon's own entry classes hold too, but for the microseconds, which those cut off. */
    private record StoredEvent(
            @Nullable String getType,
            @Nullable String getAggregateIdentifier,
            long getSequenceNumber,
            String getEventIdentifier,
            Instant getTimestamp,
            StoredText getPayload,
            StoredText getMetaData)
            implements DomainEventData<JsonNode> {}

    /** An event that belongs to no stream. */
    private record PlainEvent(
            TrackingToken trackingToken,
            String getEventIdentifier,
            Instant getTimestamp,
            SerializedObject<JsonNode> getPayload,
            SerializedObject<JsonNode> getMetaData)
            implements TrackedEventData<JsonNode> {

        static PlainEvent of(TrackingToken token, DomainEventData<JsonNode> event) {
            return new PlainEvent(
                    token, event.getEventIdentifier(), event.getTimestamp(), event.getPayload(), event.getMetaData());
        }
    }
}
