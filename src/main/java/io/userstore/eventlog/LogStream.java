package io.userstore.eventlog;

import java.util.Iterator;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingEventStream;
import org.axonframework.eventhandling.TrackingToken;
import org.jspecify.annotations.Nullable;

/** Reads the log from a position on and then follows it; used by one thread. */
final class LogStream implements TrackingEventStream {

    private final EventLogEngine engine;
    private final LogTail tail;
    private @Nullable TrackingToken last;
    private @Nullable Stream<? extends TrackedEventMessage<?>> stream;
    private @Nullable Iterator<? extends TrackedEventMessage<?>> events;
    private @Nullable TrackedEventMessage<?> next;
    private long emptyAt = -1;
    private @Nullable Runnable callback;

    LogStream(EventLogEngine engine, LogTail tail, @Nullable TrackingToken start) {
        this.engine = engine;
        this.tail = tail;
        this.last = start;
    }

    @Override
    public Optional<TrackedEventMessage<?>> peek() {
        return Optional.ofNullable(fetch());
    }

    @Override
    public boolean hasNextAvailable(int timeout, TimeUnit unit) throws InterruptedException {
        long deadline = System.nanoTime() + unit.toNanos(timeout);
        while (fetch() == null) {
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                return false;
            }
            tail.await(emptyAt, left);
        }
        return true;
    }

    @Override
    public TrackedEventMessage<?> nextAvailable() throws InterruptedException {
        while (true) {
            TrackedEventMessage<?> event = fetch();
            if (event != null) {
                next = null;
                return event;
            }
            tail.await(emptyAt, Long.MAX_VALUE);
        }
    }

    /** The next event, or null after the end of the log was seen; the log is read again only after a wake-up. */
    private @Nullable TrackedEventMessage<?> fetch() {
        if (next != null) {
            return next;
        }
        if (events == null) {
            long wakeUps = tail.wakeUps();
            if (wakeUps == emptyAt) {
                return null;
            }
            emptyAt = wakeUps;
            stream = engine.readEvents(last, false);
            events = stream.iterator();
        }
        if (!events.hasNext()) {
            closeStream();
            return null;
        }
        TrackedEventMessage<?> event = events.next();
        last = event.trackingToken();
        next = event;
        return event;
    }

    @Override
    public boolean setOnAvailableCallback(Runnable onAvailable) {
        if (callback != null) {
            tail.removeCallback(callback);
        }
        callback = onAvailable;
        tail.addCallback(onAvailable);
        return true;
    }

    private void closeStream() {
        if (stream != null) {
            stream.close();
        }
        stream = null;
        events = null;
    }

    @Override
    public void close() {
        if (callback != null) {
            tail.removeCallback(callback);
        }
        closeStream();
    }
}
