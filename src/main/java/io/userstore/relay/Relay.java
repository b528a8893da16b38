package io.userstore.relay;

import io.userstore.eventlog.DatabaseFailure;
import io.userstore.eventlog.EventFilter;
import io.userstore.eventlog.LoggedEvent;
import io.userstore.eventlog.LoggedEvents;
import io.userstore.eventlog.Worker;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.LongFunction;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.jspecify.annotations.Nullable;

/**
 * Brings the log to Kafka in its order, a batch after the other, on one node at a time: the token moves on once Kafka has a
 * batch, so that one is repeated rather than lost. Whatever fails is tried again, by whichever node has the claim then; a
 * node that cannot go on leaves it to the others. Commands never wait for it.
 */
final class Relay extends Worker {

    /** Events in a transaction, at most, and in memory. */
    static final int BATCH = 500;

    private static final long STEP_MILLIS = 100;
    private static final long CLAIM_MILLIS = 1_000;
    private static final long LONGEST_PAUSE_MILLIS = 8_000;

    /** An event that cannot be read does not mend itself, and each attempt at it is an error in the log. */
    private static final long UNREADABLE_PAUSE_MILLIS = 60_000;

    /** Enough to end a batch, unless Kafka is away: a node that stops does not wait for that. */
    private static final long STOP_MILLIS = 1_500;

    private final LoggedEvents events;
    private final RelayToken token;
    private final LongFunction<Delivery> deliveries;
    private final Records records;
    private final RelayStatus status;
    private long pause = CLAIM_MILLIS;
    private volatile @Nullable Delivery open;

    /** @param deliveries opens one to go on behind a position, which shuts out whoever had one before */
    Relay(
            LoggedEvents events,
            RelayToken token,
            LongFunction<Delivery> deliveries,
            Records records,
            RelayStatus status) {
        super("kafka-relay", STOP_MILLIS);
        this.events = events;
        this.token = token;
        this.deliveries = deliveries;
        this.records = records;
        this.status = status;
    }

    @Override
    protected void work() {
        try (Renewal renewal = new Renewal(token)) {
            while (isRunning()) {
                try {
                    takeTurn(renewal);
                    pause = CLAIM_MILLIS;
                } catch (RuntimeException | Error e) {
                    // Whatever it was: without this thread nothing would go to Kafka from this node any more.
                    if (RelayToken.isTaken(e)) {
                        status.isElsewhere();
                    } else if (isRunning()) {
                        status.standsStill(e);
                    }
                }
                pause();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void takeTurn(Renewal renewal) throws InterruptedException {
        OptionalLong position = token.claim();
        if (position.isEmpty()) {
            status.isElsewhere();
            return;
        }
        renewal.begin();
        try {
            status.isToGoOn(position.getAsLong(), events.head());
            try (Delivery delivery = deliveries.apply(position.getAsLong())) {
                open = delivery;
                // Opening may have taken longer than the claim is good for.
                token.extendClaim();
                relay(position.getAsLong(), delivery, renewal);
            }
        } catch (RuntimeException e) {
            if (isShutOut(e)) {
                // By the node that has the claim now, which says so here; or by somebody who has no business there.
                token.extendClaim();
            }
            throw e;
        } finally {
            open = null;
            renewal.end();
        }
    }

    private static boolean isShutOut(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ProducerFencedException || cause instanceof InvalidProducerEpochException) {
                return true;
            }
        }
        return false;
    }

    private void relay(long from, Delivery delivery, Renewal renewal) throws InterruptedException {
        long position = from;
        while (isRunning() && renewal.isClaimHeld()) {
            long wakeUps = events.wakeUps();
            List<LoggedEvent> next = events.between(position, Long.MAX_VALUE, EventFilter.ALL, BATCH);
            if (!next.isEmpty()) {
                position = relay(next, position, delivery);
            }
            status.isAt(position, next.size() < BATCH ? position : events.head());
            if (next.isEmpty()) {
                events.await(wakeUps, TimeUnit.MILLISECONDS.toNanos(CLAIM_MILLIS));
            }
        }
    }

    /** All of them; or those before the first that cannot be read, whose failure is thrown then. */
    private long relay(List<LoggedEvent> next, long from, Delivery delivery) {
        List<ProducerRecord<byte[], byte[]>> readable = new ArrayList<>();
        long to = from;
        RuntimeException unreadable = null;
        for (LoggedEvent event : next) {
            try {
                readable.add(records.of(event));
                to = event.position();
            } catch (RuntimeException e) {
                unreadable = e;
                break;
            }
        }
        if (!readable.isEmpty()) {
            delivery.deliver(readable);
            token.move(from, to);
            pause = CLAIM_MILLIS;
        }
        if (unreadable != null) {
            status.isToGoOn(to, events.head());
            if (!DatabaseFailure.isOutage(unreadable)) {
                pause = UNREADABLE_PAUSE_MILLIS;
            }
            throw unreadable;
        }
        return to;
    }

    @Override
    public void stop() {
        super.stop();
        Delivery delivery = open;
        if (delivery != null) {
            // It waits for Kafka: this ends that, and lets another node have the claim at once.
            delivery.close();
            super.stop();
        }
    }

    /** Longer and longer as long as nothing is delivered. */
    private void pause() throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(pause);
        pause = Math.min(2 * pause, LONGEST_PAUSE_MILLIS);
        while (isRunning() && System.nanoTime() < end) {
            TimeUnit.MILLISECONDS.sleep(STEP_MILLIS);
        }
    }
}
