package io.userstore.eventlog;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import org.axonframework.eventhandling.DomainEventData;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.eventhandling.TrackedDomainEventData;
import org.axonframework.eventhandling.TrackedEventData;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.serialization.SerializedObject;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcOperations;
import tools.jackson.databind.JsonNode;

/** The SQL that reads the log and its snapshots. */
final class LogReader {

    private static final String EVENT_COLUMNS = """
            aggregate_type, aggregate_id, version, event_id, type, revision, occurred_at,
            payload::text AS payload, metadata::text AS metadata
            """;

    private static final String AFTER = """
            SELECT position, %s
              FROM event_log
             WHERE position > ?
             ORDER BY position
             LIMIT ?
            """.formatted(EVENT_COLUMNS);

    /** What bounds the work is the range of positions. */
    private static final String BETWEEN = """
            SELECT position, %s
              FROM event_log
             WHERE position > ?
               AND position <= ?
               AND (?::text IS NULL OR type = ?)
               AND (?::timestamptz IS NULL OR occurred_at >= ?::timestamptz)
               AND (?::timestamptz IS NULL OR occurred_at < ?::timestamptz)
               AND (?::text IS NULL OR metadata->>'actor' = ?)
             ORDER BY position
             LIMIT ?
            """.formatted(EVENT_COLUMNS);

    private static final String OF_STREAM = """
            SELECT %s
              FROM event_log
             WHERE aggregate_id = ?
               AND version >= ?
             ORDER BY version
             LIMIT ?
            """.formatted(EVENT_COLUMNS);

    /** The snapshot, when there is one, comes first and is told by {@code is_snapshot}. */
    private static final String SNAPSHOT_AND_REST = """
            WITH snapshot AS (SELECT * FROM snapshots WHERE aggregate_id = ?)
            SELECT true AS is_snapshot, %1$s
              FROM snapshot
            UNION ALL
            (SELECT false, %1$s
               FROM event_log
              WHERE aggregate_id = ?
                AND version > coalesce((SELECT version FROM snapshot), -1)
              ORDER BY version
              LIMIT ?)
            """.formatted(EVENT_COLUMNS);

    private static final String SNAPSHOT = "SELECT %s FROM snapshots WHERE aggregate_id = ?".formatted(EVENT_COLUMNS);

    private static final String STORE_SNAPSHOT = """
            INSERT INTO snapshots AS kept (aggregate_id, version, aggregate_type, event_id, type, revision,
                                           occurred_at, payload, metadata)
            VALUES (?, ?, ?, ?::uuid, ?, ?, ?::timestamptz, ?::json, ?::json)
            ON CONFLICT (aggregate_id) DO UPDATE
               SET version = excluded.version, aggregate_type = excluded.aggregate_type,
                   event_id = excluded.event_id, type = excluded.type, revision = excluded.revision,
                   occurred_at = excluded.occurred_at, payload = excluded.payload, metadata = excluded.metadata
             WHERE kept.version < excluded.version
            """;

    private static final String LAST_VERSION = "SELECT max(version) FROM event_log WHERE aggregate_id = ?";

    private static final String HEAD = "SELECT coalesce(max(position), 0) FROM event_log";

    private static final String FIRST_SINCE = "SELECT min(position) FROM event_log WHERE occurred_at >= ?::timestamptz";

    private final JdbcOperations jdbc;
    private final Sealing sealing;

    LogReader(JdbcOperations jdbc, Sealing sealing) {
        this.jdbc = jdbc;
        this.sealing = sealing;
    }

    List<TrackedEventData<JsonNode>> after(long position, int limit) {
        StoredText.Together texts = new StoredText.Together(sealing);
        return jdbc.query(AFTER, (row, n) -> tracked(row, texts), position, limit);
    }

    List<TrackedEventData<JsonNode>> between(long after, long upTo, EventFilter filter, int limit) {
        StoredText.Together texts = new StoredText.Together(sealing);
        String from = filter.from() == null ? null : filter.from().toString();
        String to = filter.to() == null ? null : filter.to().toString();
        return jdbc.query(
                BETWEEN,
                (row, n) -> tracked(row, texts),
                after,
                upTo,
                filter.type(),
                filter.type(),
                from,
                from,
                to,
                to,
                filter.actor(),
                filter.actor(),
                limit);
    }

    List<DomainEventData<JsonNode>> ofStream(String aggregateId, long firstVersion, int limit) {
        StoredText.Together texts = new StoredText.Together(sealing);
        return jdbc.query(
                OF_STREAM, (row, n) -> domainEvent(row, Place.Part.PAYLOAD, texts), aggregateId, firstVersion, limit);
    }

    /** @param limit events after the snapshot, at most */
    List<StreamEntry> snapshotAndRest(String aggregateId, int limit) {
        StoredText.Together texts = new StoredText.Together(sealing);
        return jdbc.query(
                SNAPSHOT_AND_REST,
                (row, n) -> {
                    boolean isSnapshot = row.getBoolean("is_snapshot");
                    Place.Part part = isSnapshot ? Place.Part.SNAPSHOT : Place.Part.PAYLOAD;
                    return new StreamEntry(isSnapshot, domainEvent(row, part, texts));
                },
                aggregateId,
                aggregateId,
                limit);
    }

    List<DomainEventData<JsonNode>> snapshot(String aggregateId) {
        StoredText.Together texts = new StoredText.Together(sealing);
        return jdbc.query(SNAPSHOT, (row, n) -> domainEvent(row, Place.Part.SNAPSHOT, texts), aggregateId);
    }

    void storeSnapshot(EventRow row) {
        jdbc.update(
                STORE_SNAPSHOT,
                row.aggregateId(),
                row.version(),
                row.aggregateType(),
                row.eventId(),
                row.type(),
                row.revision(),
                row.occurredAt().toString(),
                row.payload(),
                row.metadata());
    }

    @Nullable
    Long lastVersion(String aggregateId) {
        return jdbc.queryForObject(LAST_VERSION, Long.class, aggregateId);
    }

    long head() {
        Long head = jdbc.queryForObject(HEAD, Long.class);
        return head == null ? 0 : head;
    }

    /** The first position of an event at or after the instant. */
    @Nullable
    Long firstSince(Instant instant) {
        return jdbc.queryForObject(FIRST_SINCE, Long.class, instant.toString());
    }

    private static TrackedEventData<JsonNode> tracked(ResultSet row, StoredText.Together texts) throws SQLException {
        GlobalSequenceTrackingToken token = new GlobalSequenceTrackingToken(row.getLong("position"));
        DomainEventData<JsonNode> event = domainEvent(row, Place.Part.PAYLOAD, texts);
        return event.getAggregateIdentifier() == null
                ? PlainEvent.of(token, event)
                : new TrackedDomainEventData<>(token, event);
    }

    private static DomainEventData<JsonNode> domainEvent(
            ResultSet row, Place.Part payloadPart, StoredText.Together texts) throws SQLException {
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

    /** One row of a stream as it is loaded. */
    record StreamEntry(boolean isSnapshot, DomainEventData<JsonNode> data) {}

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
