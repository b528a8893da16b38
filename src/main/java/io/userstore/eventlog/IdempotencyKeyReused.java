package io.userstore.eventlog;

/** The idempotency key was used before, for a command with other content. */
public final class IdempotencyKeyReused extends RuntimeException {

    IdempotencyKeyReused() {
        super("the idempotency key was used for another command", null, false, false);
    }
}
