package io.userstore.platform;

import io.userstore.user.event.UserEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.axonframework.common.stream.BlockingStream;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.messaging.MetaData;
import org.springframework.jdbc.core.JdbcTemplate;

/** The log from both sides: as Axon writes and reads it, and as PostgreSQL keeps it. */
record StoredStreams(EventStore log, JdbcTemplate jdbc) {

    /** Puts the event into a stream of its own; only for events that say nothing personal. */
    String append(UserEvent event, Instant at) {
        String stream = UUID.randomUUID().toString();
        append(stream, 0, event, at);
        return stream;
    }

    /** Adds the event to the stream of the user to whom it happens, which a registration must have begun. */
    void appendToItsUser(UserEvent event, Instant at) {
        String stream = Long.toString(event.id());
        append(stream, log.lastSequenceNumberFor(stream).orElse(-1L) + 1, event, at);
    }

    private void append(String stream, long version, UserEvent event, Instant at) {
        log.publish(new GenericDomainEventMessage<>(
                "user",
                stream,
                version,
                event,
                MetaData.emptyInstance(),
                UUID.randomUUID().toString(),
                at));
    }

    /** Puts an event into the log as an older store would have left it there. */
    void insert(String stream, UUID eventId, String type, String revision, String payload, String metadata) {
        jdbc.update("""
                        INSERT INTO event_log (position, aggregate_type, aggregate_id, version, event_id, type,
                                               revision, occurred_at, payload, metadata)
                        SELECT max(position) + 1, 'user', ?, count(*) FILTER (WHERE aggregate_id = ?), ?, ?,
                               ?, now(), ?::json, ?::json
                          FROM event_log
                        """, stream, stream, eventId, type, revision, payload, metadata);
    }

    DomainEventMessage<?> lastEvent(String stream) {
        return log.readEvents(stream, log.lastSequenceNumberFor(stream).orElseThrow())
                .next();
    }

    /** What the stream's last event has in the log, as a line: files end with a line break, payloads do not. */
    String line(String stream, String column) {
        List<String> lines = lines(stream, column);
        return lines.get(lines.size() - 1) + "\n";
    }

    List<String> lines(String stream, String column) {
        return jdbc.queryForList(
                "SELECT (%s)::text FROM event_log WHERE aggregate_id = ? ORDER BY version".formatted(column),
                String.class,
                stream);
    }

    /** The user's events as consumers of the whole log see them. */
    List<DomainEventMessage<?>> tracked(long id) {
        List<DomainEventMessage<?>> events = new ArrayList<>();
        try (BlockingStream<TrackedEventMessage<?>> stream = log.openStream(null)) {
            while (stream.hasNextAvailable(0, TimeUnit.SECONDS)) {
                if (stream.nextAvailable() instanceof DomainEventMessage<?> event
                        && event.getAggregateIdentifier().equals(Long.toString(id))) {
                    events.add(event);
                }
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return events;
    }
}
