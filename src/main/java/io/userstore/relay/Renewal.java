package io.userstore.relay;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.axonframework.eventhandling.tokenstore.UnableToClaimTokenException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the claim while the relay waits for Kafka: if it ran out then, nodes would take a slow Kafka from each other, and none
 * of them would get anything done.
 */
final class Renewal implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Renewal.class);

    /** A third of the time that a claim is good for. */
    private static final long MILLIS = 1_000;

    private final RelayToken token;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "kafka-relay-claim");
        thread.setDaemon(true);
        return thread;
    });
    private volatile boolean held;

    Renewal(RelayToken token) {
        this.token = token;
        timer.scheduleWithFixedDelay(this::renew, MILLIS, MILLIS, TimeUnit.MILLISECONDS);
    }

    void begin() {
        held = true;
    }

    boolean isClaimHeld() {
        return held;
    }

    /** Lets another node go on at once. */
    void end() {
        held = false;
        try {
            token.release();
        } catch (RuntimeException e) {
            log.debug("the claim runs out by itself: {}", e.getClass().getName());
        }
    }

    private void renew() {
        if (held) {
            try {
                token.extendClaim();
            } catch (UnableToClaimTokenException e) {
                held = false;
            } catch (Throwable e) {
                // Nothing may end the timer. It is still ours, or it shows at the next attempt that it is not.
                log.debug("the claim was not renewed: {}", e.getClass().getName());
            }
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
