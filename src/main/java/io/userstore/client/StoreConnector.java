package io.userstore.client;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.axonframework.commandhandling.CommandBus;
import org.axonframework.commandhandling.CommandCallback;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.commandhandling.CommandResultMessage;
import org.axonframework.commandhandling.GenericCommandResultMessage;
import org.axonframework.commandhandling.distributed.CommandBusConnector;
import org.axonframework.commandhandling.distributed.Member;
import org.axonframework.common.Registration;
import org.axonframework.messaging.MessageHandler;
import org.axonframework.messaging.MessageHandlerInterceptor;

/** Hands commands on: those of the service itself to its own bus, the others to the store. */
final class StoreConnector implements CommandBusConnector {

    private final CommandBus local;
    private final StoreHttp http;

    StoreConnector(CommandBus local, StoreHttp http) {
        this.local = local;
        this.http = http;
    }

    @Override
    public <C> void send(Member destination, CommandMessage<? extends C> command) {
        send(destination, command, (sent, result) -> {});
    }

    @Override
    @SuppressWarnings("unchecked") // As with every bus, the caller says what it expects
    public <C, R> void send(Member destination, CommandMessage<C> command, CommandCallback<? super C, R> callback) {
        if (destination.local()) {
            local.dispatch(command, callback);
            return;
        }
        RemoteCommand remote = new RemoteCommand(command);
        Call call;
        try {
            call = remote.call();
        } catch (RuntimeException e) {
            callback.onResult(command, GenericCommandResultMessage.asCommandResultMessage(e));
            return;
        }
        http.send(call)
                .whenComplete((reply, failure) ->
                        callback.onResult(command, (CommandResultMessage<? extends R>) remote.result(reply, failure)));
    }

    @Override
    public Registration subscribe(String commandName, MessageHandler<? super CommandMessage<?>> handler) {
        return local.subscribe(commandName, handler);
    }

    @Override
    public Registration registerHandlerInterceptor(
            MessageHandlerInterceptor<? super CommandMessage<?>> handlerInterceptor) {
        return local.registerHandlerInterceptor(handlerInterceptor);
    }

    @Override
    public Optional<CommandBus> localSegment() {
        return Optional.of(local);
    }

    @Override
    public CompletableFuture<Void> initiateShutdown() {
        return http.drain();
    }
}
