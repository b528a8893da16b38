package io.userstore.web;

import io.userstore.directory.FindUserAtVersion;
import io.userstore.directory.UserView;
import io.userstore.user.AccountStanding;
import io.userstore.user.command.ChangePassword;
import io.userstore.user.command.Erase;
import io.userstore.user.command.RecordFailedLogin;
import io.userstore.user.command.Register;
import io.userstore.user.command.SoftDelete;
import java.net.URI;
import java.util.Objects;
import org.axonframework.commandhandling.CommandMessage;
import org.springframework.http.ResponseEntity;
import org.springframework.http.ResponseEntity.BodyBuilder;
import org.springframework.stereotype.Component;

/** What each command answers, by whichever way it came: with the user exactly as the command left it, whoever came next. */
@Component
class CommandAnswers {

    /** Whether a failed login was counted: the body of the failure that locks and of the next look the same. */
    static final String COUNTED = "Userstore-Counted";

    private final Commands commands;
    private final Queries queries;

    CommandAnswers(Commands commands, Queries queries) {
        this.commands = commands;
        this.queries = queries;
    }

    /** The answer of a command that is known by its class only. */
    ResponseEntity<?> any(CommandMessage<?> command) {
        Object payload = command.getPayload();
        if (payload instanceof Register) {
            return registered(command);
        } else if (payload instanceof RecordFailedLogin) {
            return standing(command);
        } else if (payload instanceof ChangePassword || payload instanceof SoftDelete || payload instanceof Erase) {
            return done(command);
        }
        return changed(command);
    }

    ResponseEntity<UserView> registered(CommandMessage<?> command) {
        Outcome outcome = commands.send(command);
        URI location = URI.create(UserCommandEndpoints.PATH + "/" + outcome.id());
        return profile(ResponseEntity.created(location), outcome);
    }

    ResponseEntity<UserView> changed(CommandMessage<?> command) {
        return profile(ResponseEntity.ok(), commands.send(command));
    }

    private ResponseEntity<UserView> profile(BodyBuilder answer, Outcome outcome) {
        UserView user = queries.get(new FindUserAtVersion(outcome.id(), outcome.version()), UserView.class);
        return answer.eTag(Long.toString(outcome.version())).body(user);
    }

    ResponseEntity<FailedLoginAnswer> standing(CommandMessage<?> command) {
        Outcome outcome = commands.send(command);
        AccountStanding standing = (AccountStanding) Objects.requireNonNull(outcome.payload());
        return ResponseEntity.ok()
                .eTag(Long.toString(outcome.version()))
                .header(COUNTED, Boolean.toString(standing.counted()))
                .body(FailedLoginAnswer.of(standing));
    }

    ResponseEntity<Void> done(CommandMessage<?> command) {
        Outcome outcome = commands.send(command);
        return ResponseEntity.noContent().eTag(Long.toString(outcome.version())).build();
    }
}
