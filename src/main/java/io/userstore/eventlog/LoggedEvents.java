package io.userstore.eventlog;

import java.util.Collection;
import java.util.List;
import org.axonframework.eventhandling.TrackedEventData;
import org.axonframework.serialization.Serializer;
import org.axonframework.serialization.upcasting.event.EventUpcaster;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcOperations;
import tools.jackson.databind.JsonNode;

/** The log for those who list it: in the order of positions, each event once, those of unknown types too. */
public final class LoggedEvents {

    private final LogReader reader;
    private final LogTail tail;
    private final Serializer serializer;
    private final EventUpcaster upcasters;

    LoggedEvents(LogReader reader, LogTail tail, Serializer serializer, EventUpcaster upcasters) {
        this.reader = reader;
        this.tail = tail;
        this.serializer = serializer;
        this.upcasters = upcasters;
    }

    /** As this, read in a session of the caller's: in its transaction, if it has one open. */
    public LoggedEvents in(JdbcOperations session) {
        return new LoggedEvents(reader.in(session), tail, serializer, upcasters);
    }

    /** The newest position, 0 when the log is empty. */
    public long head() {
        return reader.head();
    }

    /**
     * In the order of positions.
     *
     * @param after only events behind this position
     * @param upTo and up to this one: others are not looked at
     */
    public List<LoggedEvent> between(long after, long upTo, EventFilter filter, int limit) {
        return events(reader.between(after, upTo, filter, limit));
    }

    /** Of a stream, those of the versions that there are, in their order. */
    public List<LoggedEvent> ofStream(String stream, Collection<Long> versions) {
        return versions.isEmpty() ? List.of() : events(reader.ofStream(stream, versions));
    }

    /** Of a stream, from one version to another, both included. */
    public List<LoggedEvent> ofStream(String stream, long first, long last) {
        return first > last ? List.of() : events(reader.ofStreamBetween(stream, first, last));
    }

    /**
     * All streams one after the other, in the order of their identifiers as texts; the events without their metadata.
     *
     * @param stream the one to go on with, after {@code version}; empty at first
     * @param upTo the last position to look at
     */
    public List<LoggedEvent> streamByStream(String stream, long version, long upTo, int limit) {
        return events(reader.streamByStream(stream, version, upTo, limit));
    }

    /** The version of the stream's last event; null if there is no such stream. */
    public @Nullable Long lastVersion(String stream) {
        return reader.lastVersion(stream);
    }

    private List<LoggedEvent> events(List<TrackedEventData<JsonNode>> stored) {
        return stored.stream()
                .map(data -> new LoggedEvent(data, serializer, upcasters))
                .toList();
    }

    /** How often so far the log may have grown; taken before it is read, it makes {@link #await} miss nothing. */
    public long wakeUps() {
        return tail.wakeUps();
    }

    /** Waits until the log may have grown since, or the time is over. */
    public void await(long wakeUps, long nanos) throws InterruptedException {
        tail.await(wakeUps, nanos);
    }
}
