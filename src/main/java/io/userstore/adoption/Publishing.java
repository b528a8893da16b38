package io.userstore.adoption;

import io.userstore.eventlog.LogUnavailable;
import io.userstore.user.Adoption;
import io.userstore.user.User;
import io.userstore.user.command.Import;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.messaging.GenericMessage;
import org.axonframework.messaging.MetaData;
import org.axonframework.messaging.ResultMessage;
import org.axonframework.messaging.unitofwork.DefaultUnitOfWork;

/** Imports users: new ones by the thousand, in one append, others by commands. A database out of reach is waited for. */
final class Publishing {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final long PAUSE_NANOS = Duration.ofMillis(300).toNanos();

    private final EventStore log;
    private final CommandGateway commands;

    Publishing(EventStore log, CommandGateway commands) {
        this.log = log;
        this.commands = commands;
    }

    /**
     * Begins the streams of users that the store does not have, all or none of them.
     *
     * @throws RuntimeException if the store has one of them after all, or one of their addresses
     */
    void begin(List<Import> users, MetaData origin) {
        patiently(() -> {
            DefaultUnitOfWork<?> batch = DefaultUnitOfWork.startAndGet(new GenericMessage<>("import"));
            ResultMessage<?> result = batch.executeWithResult(() -> {
                log.publish(users.stream().map(user -> first(user, origin)).toList());
                return true;
            });
            if (result.isExceptional()) {
                throw result.exceptionResult() instanceof RuntimeException failure
                        ? failure
                        : new IllegalStateException(result.exceptionResult());
            }
        });
    }

    private static GenericDomainEventMessage<?> first(Import user, MetaData origin) {
        return new GenericDomainEventMessage<>(User.TYPE, Long.toString(user.id()), 0, Adoption.of(user), origin);
    }

    /** By the user's own decision. */
    void decide(Import user, MetaData origin) {
        patiently(() -> commands.sendAndWait(new GenericCommandMessage<>(user, origin)));
    }

    private static void patiently(Runnable work) {
        long begun = System.nanoTime();
        while (true) {
            try {
                work.run();
                return;
            } catch (LogUnavailable e) {
                if (System.nanoTime() - begun > PATIENCE.toNanos()) {
                    throw e;
                }
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }
}
