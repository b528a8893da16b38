package io.userstore.platform;

import io.userstore.eventlog.IdempotencyKeyReused;
import io.userstore.user.UserRejected;
import io.userstore.user.UserRejected.Code;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.commandhandling.gateway.RetryScheduler;
import org.axonframework.modelling.command.AggregateNotFoundException;
import org.axonframework.modelling.command.ConcurrencyException;
import org.axonframework.modelling.command.ConflictingAggregateVersionException;

/**
 * What the gateway does with a command that failed: one that lost a race is decided again, at once and on the caller's
 * thread; what remains is given to the caller as a typed rejection where it is one.
 */
@SuppressWarnings("rawtypes") // Axon declares its parameter raw
final class CommandFailures implements RetryScheduler {

    private static final int MAX_ATTEMPTS = 40;
    private static final int IMMEDIATE_ATTEMPTS = 2;
    private static final long LONGEST_PAUSE_MICROS = 5_000;

    private final Runnable onRetry;

    CommandFailures(Runnable onRetry) {
        this.onRetry = onRetry;
    }

    @Override
    public boolean scheduleRetry(
            CommandMessage command,
            RuntimeException lastFailure,
            List<Class<? extends Throwable>[]> failures,
            Runnable dispatch) {
        if (!(lastFailure instanceof ConcurrencyException) || failures.size() >= MAX_ATTEMPTS) {
            throw rejection(lastFailure);
        }
        if (failures.size() > IMMEDIATE_ATTEMPTS) {
            // Nodes that keep meeting on one stream get out of step.
            LockSupport.parkNanos(
                    TimeUnit.MICROSECONDS.toNanos(ThreadLocalRandom.current().nextLong(LONGEST_PAUSE_MICROS)));
        }
        onRetry.run();
        dispatch.run();
        return true;
    }

    private static RuntimeException rejection(RuntimeException failure) {
        if (failure instanceof AggregateNotFoundException) {
            return new UserRejected(Code.USER_NOT_FOUND, "there is no such user");
        }
        if (failure instanceof ConflictingAggregateVersionException conflict) {
            return new UserRejected(Code.VERSION_CONFLICT, "the user is at version " + conflict.getActualVersion());
        }
        if (failure instanceof IdempotencyKeyReused) {
            return new UserRejected(Code.IDEMPOTENCY_KEY_REUSED, "the idempotency key was used for another command");
        }
        if (failure instanceof ConcurrencyException) {
            return new UserRejected(Code.CONCURRENT_MODIFICATION, "too many commands on this user at once, try again");
        }
        return failure;
    }
}
