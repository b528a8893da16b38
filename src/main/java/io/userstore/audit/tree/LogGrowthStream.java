package io.userstore.audit.tree;

import io.userstore.eventlog.StoredEvents;
import io.userstore.eventlog.WakeUps;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.axonframework.common.stream.BlockingStream;
import org.axonframework.eventhandling.GenericEventMessage;
import org.axonframework.eventhandling.GenericTrackedEventMessage;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.jspecify.annotations.Nullable;

/** Follows the log's head, at a pace that lets a second's events share a checkpoint. Read by one thread. */
final class LogGrowthStream implements BlockingStream<TrackedEventMessage<?>> {

    /** Events in a piece, at most: a transaction's work, a fraction of a second. */
    static final long PIECE = 16_384;

    private static final long PACE_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long POLL_MILLIS = 100;

    private final StoredEvents events;
    private final WakeUps wakeUps;
    private final TreeAlarm alarm;
    private long position;
    private long head;
    private volatile long lastGiven = System.nanoTime() - PACE_NANOS;
    private volatile boolean mayHaveGrown = true;
    private @Nullable TrackedEventMessage<?> next;
    private @Nullable Runnable callback;

    LogGrowthStream(StoredEvents events, WakeUps wakeUps, long position, TreeAlarm alarm) {
        this.events = events;
        this.wakeUps = wakeUps;
        this.position = position;
        this.head = position;
        this.alarm = alarm;
    }

    @Override
    public Optional<TrackedEventMessage<?>> peek() {
        return Optional.ofNullable(fetch());
    }

    @Override
    public boolean hasNextAvailable(int timeout, TimeUnit unit) throws InterruptedException {
        long deadline = System.nanoTime() + unit.toNanos(timeout);
        while (fetch() == null) {
            if (System.nanoTime() >= deadline) {
                return false;
            }
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        }
        return true;
    }

    @Override
    public TrackedEventMessage<?> nextAvailable() throws InterruptedException {
        while (true) {
            TrackedEventMessage<?> piece = fetch();
            if (piece != null) {
                next = null;
                return piece;
            }
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        }
    }

    private @Nullable TrackedEventMessage<?> fetch() {
        if (next != null) {
            return next;
        }
        if (position == head && !lookForMore()) {
            return null;
        }
        LogGrown piece = new LogGrown(position, Math.min(position + PIECE, head), position + PIECE >= head);
        position = piece.upTo();
        lastGiven = System.nanoTime();
        next = new GenericTrackedEventMessage<>(
                new GlobalSequenceTrackingToken(position), GenericEventMessage.asEventMessage(piece));
        return next;
    }

    private boolean lookForMore() {
        if (!mayHaveGrown || !isTime()) {
            return false;
        }
        mayHaveGrown = false;
        head = events.head();
        if (head < position) {
            LogDamaged damage = LogDamaged.cutOff(position, head);
            head = position;
            mayHaveGrown = true;
            throw alarm.raise(damage);
        }
        return head > position;
    }

    private boolean isTime() {
        return System.nanoTime() - lastGiven >= PACE_NANOS;
    }

    @Override
    public boolean setOnAvailableCallback(Runnable onAvailable) {
        close();
        Runnable registered = () -> {
            mayHaveGrown = true;
            // Else somebody will call again within a second.
            if (isTime()) {
                onAvailable.run();
            }
        };
        callback = registered;
        wakeUps.addCallback(registered);
        return true;
    }

    @Override
    public void close() {
        if (callback != null) {
            wakeUps.removeCallback(callback);
        }
    }
}
