package io.userstore.web;

import io.userstore.eventlog.LogUnavailable;
import io.userstore.eventlog.MetaDataKeys;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import org.axonframework.commandhandling.CommandExecutionException;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.commandhandling.CommandResultMessage;
import org.axonframework.commandhandling.callbacks.FutureCallback;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.messaging.MetaData;
import org.springframework.stereotype.Component;

/** Sends commands and waits for what becomes of them. */
@Component
class Commands {

    private final CommandGateway gateway;

    Commands(CommandGateway gateway) {
        this.gateway = gateway;
    }

    Outcome send(CommandMessage<?> command) {
        FutureCallback<Object, Object> callback = new FutureCallback<>();
        gateway.send(command, callback);
        CommandResultMessage<?> result = resultOf(callback);
        if (result.isExceptional()) {
            throw unchecked(result.exceptionResult());
        }
        MetaData metaData = result.getMetaData();
        String id = (String) Objects.requireNonNull(metaData.get(MetaDataKeys.AGGREGATE_ID));
        Long version = (Long) Objects.requireNonNull(metaData.get(MetaDataKeys.VERSION));
        return new Outcome(Long.parseLong(id), version, result.getPayload());
    }

    private static CommandResultMessage<?> resultOf(FutureCallback<Object, Object> callback) {
        try {
            return callback.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LogUnavailable("stopped waiting for a command's outcome", e);
        } catch (ExecutionException e) {
            throw unchecked(e.getCause() == null ? e : e.getCause());
        }
    }

    private static RuntimeException unchecked(Throwable failure) {
        return failure instanceof RuntimeException unchecked
                ? unchecked
                : new CommandExecutionException("a command failed", failure);
    }
}
