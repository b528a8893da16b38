package io.userstore.audit.tree;

import io.userstore.eventlog.StoredEvents;
import io.userstore.eventlog.WakeUps;
import java.time.Instant;
import org.axonframework.common.stream.BlockingStream;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.messaging.StreamableMessageSource;
import org.jspecify.annotations.Nullable;

/**
 * Streams how the log grows, in pieces of limited length, instead of its events: whoever handles a piece reads its bytes, so
 * that no more than one is in memory, however far there is to catch up.
 */
final class LogGrowth implements StreamableMessageSource<TrackedEventMessage<?>> {

    private final StoredEvents events;
    private final WakeUps wakeUps;
    private final TileTable tiles;
    private final TreeAlarm alarm;

    LogGrowth(StoredEvents events, WakeUps wakeUps, TileTable tiles, TreeAlarm alarm) {
        this.events = events;
        this.wakeUps = wakeUps;
        this.tiles = tiles;
        this.alarm = alarm;
    }

    @Override
    public BlockingStream<TrackedEventMessage<?>> openStream(@Nullable TrackingToken token) {
        long position = token == null ? 0 : token.position().orElse(0);
        return new LogGrowthStream(events, wakeUps, position, alarm);
    }

    /** Where the tree ends: what it has is not to be done again, even if the token was lost. */
    @Override
    public TrackingToken createTailToken() {
        try {
            return new GlobalSequenceTrackingToken(tiles.size());
        } catch (LogDamaged e) {
            throw alarm.raise(e);
        }
    }

    @Override
    public TrackingToken createHeadToken() {
        return new GlobalSequenceTrackingToken(events.head());
    }

    @Override
    public TrackingToken createTokenAt(Instant dateTime) {
        throw new UnsupportedOperationException("a tree has no gaps in time");
    }
}
