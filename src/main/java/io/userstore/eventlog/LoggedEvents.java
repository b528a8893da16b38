package io.userstore.eventlog;

import java.util.List;
import org.axonframework.serialization.Serializer;
import org.axonframework.serialization.upcasting.event.EventUpcaster;

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
        return reader.between(after, upTo, filter, limit).stream()
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
