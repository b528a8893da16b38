package io.userstore.relay;

import io.userstore.eventlog.EventFilter;
import io.userstore.eventlog.LoggedEvent;
import io.userstore.eventlog.LoggedEvents;
import io.userstore.eventlog.Worker;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

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

    private final LoggedEvents events;
    private final RelayToken token;
    private final Supplier<Delivery> deliveries;
    private final Records records;
    private final RelayStatus status;
    private long pause = CLAIM_MILLIS;

    /** @param deliveries opens one, which shuts out whoever had one before */
    Relay(LoggedEvents events, RelayToken token, Supplier<Delivery> deliveries, Records records, RelayStatus status) {
        super("kafka-relay");
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
                    if (isRunning()) {
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
            try (Delivery delivery = deliveries.get()) {
                relay(position.getAsLong(), delivery, renewal);
            }
        } finally {
            renewal.end();
        }
    }

    private void relay(long from, Delivery delivery, Renewal renewal) throws InterruptedException {
        long position = from;
        while (isRunning() && renewal.isClaimHeld()) {
            long wakeUps = events.wakeUps();
            List<LoggedEvent> next = events.between(position, Long.MAX_VALUE, EventFilter.ALL, BATCH);
            if (!next.isEmpty()) {
                delivery.deliver(records.of(next));
                position = next.get(next.size() - 1).position();
                token.moveTo(position);
                pause = CLAIM_MILLIS;
            }
            status.isAt(position, next.size() < BATCH ? position : events.head());
            if (next.isEmpty()) {
                events.await(wakeUps, TimeUnit.MILLISECONDS.toNanos(CLAIM_MILLIS));
            }
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
