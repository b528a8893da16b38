package io.userstore.platform;

import static org.assertj.core.api.Assertions.assertThat;

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
import org.axonframework.eventsourcing.eventstore.DomainEventStream;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.messaging.MetaData;
import org.springframework.jdbc.core.JdbcTemplate;

/** The log from both sides: as Axon writes and reads it, and as PostgreSQL keeps it. */
record StoredStreams(EventStore log, JdbcTemplate jdbc) {

    /** Puts the event into a stream of its own. */
    String append(UserEvent event, Instant at) {
        String stream = UUID.randomUUID().toString();
        append(stream, event, at);
        return stream;
    }

    void append(String stream, UserEvent event, Instant at) {
        log.publish(new GenericDomainEventMessage<>(
                "user",
                stream,
                0,
                event,
                MetaData.emptyInstance(),
                UUID.randomUUID().toString(),
                at));
    }

    /** Puts an event into the log as an older store would have left it there. */
    String insert(String type, String revision, String payload) {
        String stream = UUID.randomUUID().toString();
        jdbc.update("""
                        INSERT INTO event_log (position, aggregate_type, aggregate_id, version, event_id, type,
                                               revision, occurred_at, payload, metadata)
                        SELECT max(position) + 1, 'user', ?, 0, gen_random_uuid(), ?, ?, now(), ?::json, '{}'
                          FROM event_log
                        """, stream, type, revision, payload);
        return stream;
    }

    DomainEventMessage<?> onlyEvent(String stream) {
        DomainEventStream events = log.readEvents(stream);
        DomainEventMessage<?> event = events.next();
        assertThat(events.hasNext()).isFalse();
        return event;
    }

    /** What the stream's only event has in the log, as a line: files end with a line break, payloads do not. */
    String line(String stream, String column) {
        return lines(stream, column).get(0) + "\n";
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
