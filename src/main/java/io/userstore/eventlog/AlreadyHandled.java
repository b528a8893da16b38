package io.userstore.eventlog;

import org.axonframework.modelling.command.ConcurrencyException;

/** Another command with the same idempotency key got in first; sent again, this one is given its outcome. */
final class AlreadyHandled extends ConcurrencyException {

    AlreadyHandled() {
        super("a command with this idempotency key has just been handled");
    }
}
