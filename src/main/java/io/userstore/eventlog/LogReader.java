package io.userstore.eventlog;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.axonframework.eventhandling.DomainEventData;
import org.axonframework.eventhandling.TrackedEventData;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcOperations;
import tools.jackson.databind.JsonNode;

/** The SQL that reads the log and its snapshots. */
final class LogReader {

    private static final String AFTER = """
            SELECT position, %s
              FROM event_log
             WHERE position > ?
             ORDER BY position
             LIMIT ?
            """.formatted(LogRow.COLUMNS);

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
            """.formatted(LogRow.COLUMNS);

    private static final String OF_STREAM = """
            SELECT %s
              FROM event_log
             WHERE aggregate_id = ?
               AND version >= ?
             ORDER BY version
             LIMIT ?
            """.formatted(LogRow.COLUMNS);

    private static final String CHOSEN = """
            SELECT position, %s
              FROM event_log
             WHERE aggregate_id = ?
               AND version = ANY (?)
             ORDER BY version
            """.formatted(LogRow.COLUMNS);

    private static final String STREAM_BETWEEN = """
            SELECT position, %s
              FROM event_log
             WHERE aggregate_id = ?
               AND version BETWEEN ? AND ?
             ORDER BY version
            """.formatted(LogRow.COLUMNS);

    /** Who replays all streams has no use for the metadata, a third of what would be sent. */
    private static final String STREAM_BY_STREAM = """
            SELECT position, %s
              FROM event_log
             WHERE (aggregate_id, version) > (?, ?)
               AND position <= ?
             ORDER BY aggregate_id, version
             LIMIT ?
            """.formatted(LogRow.WITHOUT_METADATA);

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
            """.formatted(LogRow.COLUMNS);

    private static final String SNAPSHOT = "SELECT %s FROM snapshots WHERE aggregate_id = ?".formatted(LogRow.COLUMNS);

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

    LogReader in(JdbcOperations session) {
        return new LogReader(session, sealing);
    }

    List<TrackedEventData<JsonNode>> after(long position, int limit) {
        return tracked(AFTER, position, limit);
    }

    /** Those of the versions that there are, in their order. */
    List<TrackedEventData<JsonNode>> ofStream(String aggregateId, Collection<Long> versions) {
        return tracked(CHOSEN, aggregateId, versions.toArray(Long[]::new));
    }

    /** From one version to another, both included. */
    List<TrackedEventData<JsonNode>> ofStreamBetween(String aggregateId, long first, long last) {
        return tracked(STREAM_BETWEEN, aggregateId, first, last);
    }

    /** Streams one after the other, from the one after that version of that stream, up to a position in the log. */
    List<TrackedEventData<JsonNode>> streamByStream(String aggregateId, long version, long head, int limit) {
        return tracked(STREAM_BY_STREAM, aggregateId, version, head, limit);
    }

    private List<TrackedEventData<JsonNode>> tracked(String sql, Object... parameters) {
        StoredText.Together texts = new StoredText.Together(sealing);
        return jdbc.query(sql, (row, n) -> LogRow.tracked(row, texts), parameters);
    }

    List<TrackedEventData<JsonNode>> between(long after, long upTo, EventFilter filter, int limit) {
        StoredText.Together texts = new StoredText.Together(sealing);
        String from = filter.from() == null ? null : filter.from().toString();
        String to = filter.to() == null ? null : filter.to().toString();
        return jdbc.query(
                BETWEEN,
                (row, n) -> LogRow.tracked(row, texts),
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
                OF_STREAM,
                (row, n) -> LogRow.domainEvent(row, Place.Part.PAYLOAD, texts),
                aggregateId,
                firstVersion,
                limit);
    }

    /** @param limit events after the snapshot, at most */
    List<StreamEntry> snapshotAndRest(String aggregateId, int limit) {
        StoredText.Together texts = new StoredText.Together(sealing);
        return jdbc.query(
                SNAPSHOT_AND_REST,
                (row, n) -> {
                    boolean isSnapshot = row.getBoolean("is_snapshot");
                    Place.Part part = isSnapshot ? Place.Part.SNAPSHOT : Place.Part.PAYLOAD;
                    return new StreamEntry(isSnapshot, LogRow.domainEvent(row, part, texts));
                },
                aggregateId,
                aggregateId,
                limit);
    }

    List<DomainEventData<JsonNode>> snapshot(String aggregateId) {
        StoredText.Together texts = new StoredText.Together(sealing);
        return jdbc.query(SNAPSHOT, (row, n) -> LogRow.domainEvent(row, Place.Part.SNAPSHOT, texts), aggregateId);
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

    /** One row of a stream as it is loaded. */
    record StreamEntry(boolean isSnapshot, DomainEventData<JsonNode> data) {}
}
