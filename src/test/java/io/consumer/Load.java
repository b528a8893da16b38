package io.consumer;

import io.userstore.eventlog.MetaDataKeys;
import io.userstore.user.AccountStatus;
import io.userstore.user.EmailAddress;
import io.userstore.user.PasswordHash;
import io.userstore.user.PersonName;
import io.userstore.user.command.RecordLogin;
import io.userstore.user.command.Register;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.axonframework.commandhandling.CommandCallback;
import org.axonframework.commandhandling.CommandResultMessage;
import org.axonframework.commandhandling.callbacks.FutureCallback;
import org.axonframework.commandhandling.gateway.CommandGateway;

/** Commands each of which leaves exactly one event, and says which. */
class Load {

    private static final int CALLERS = 16;
    private static final int COMMANDS_OF_A_USER = 100;
    private static final PasswordHash HASH =
            PasswordHash.of("$2b$12$abcdefghijklmnopqrstuvABCDEFGHIJKLMNOPQRSTUVWXYZ01234");

    private final CommandGateway commands;
    private final int count;

    Load(CommandGateway commands, int count) {
        this.commands = commands;
        this.count = count;
    }

    void run() throws InterruptedException {
        ExecutorService callers = Executors.newFixedThreadPool(CALLERS);
        for (int user = 0; user < count / COMMANDS_OF_A_USER; user++) {
            EmailAddress email = EmailAddress.of("load-" + user + "@consumer.example");
            callers.execute(() -> lead(email));
        }
        callers.shutdown();
        if (!callers.awaitTermination(10, TimeUnit.MINUTES)) {
            say("failed: not done in ten minutes");
        }
        say("end");
    }

    private void lead(EmailAddress email) {
        long user = done(new Register(email, HASH, PersonName.of("Ann"), null, null, AccountStatus.ACTIVE));
        for (int i = 1; i < COMMANDS_OF_A_USER; i++) {
            done(new RecordLogin(user));
        }
    }

    private long done(Object command) {
        FutureCallback<Object, Object> callback = new FutureCallback<>();
        commands.send(command, (CommandCallback<Object, Object>) callback);
        CommandResultMessage<?> result = callback.getResult();
        if (result.isExceptional()) {
            say("failed: " + command + " " + result.exceptionResult());
            throw new IllegalStateException("failed", result.exceptionResult());
        }
        String user = String.valueOf(result.getMetaData().get(MetaDataKeys.AGGREGATE_ID));
        say("done " + user + " " + result.getMetaData().get(MetaDataKeys.VERSION));
        return Long.parseLong(user);
    }

    private static void say(String line) {
        System.out.println(line);
    }
}
