package io.userstore.web;

import static io.userstore.web.ProblemCode.ACCOUNT_NOT_ACTIVE;
import static io.userstore.web.ProblemCode.EMAIL_ALREADY_REGISTERED;
import static io.userstore.web.ProblemCode.INVALID_TRANSITION;
import static io.userstore.web.ProblemCode.USER_DELETED;
import static org.springframework.http.HttpStatus.CREATED;
import static org.springframework.http.HttpStatus.NO_CONTENT;
import static org.springframework.http.MediaType.APPLICATION_JSON_VALUE;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import io.userstore.directory.UserView;
import io.userstore.user.command.ChangeEmail;
import io.userstore.user.command.ChangePassword;
import io.userstore.user.command.ChangeProfile;
import io.userstore.user.command.ChangeStatus;
import io.userstore.user.command.Erase;
import io.userstore.user.command.RecordFailedLogin;
import io.userstore.user.command.RecordLogin;
import io.userstore.user.command.Register;
import io.userstore.user.command.Restore;
import io.userstore.user.command.SoftDelete;
import org.axonframework.commandhandling.CommandMessage;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Changes of users. Each answers with the user exactly as its command left it, whoever came next. */
@RestController
@RequestMapping(path = UserCommandEndpoints.PATH, produces = APPLICATION_JSON_VALUE)
@Tag(name = "users")
class UserCommandEndpoints {

    static final String PATH = "/api/v1/users";

    private final CommandAnswers answers;

    UserCommandEndpoints(CommandAnswers answers) {
        this.answers = answers;
    }

    @PostMapping(consumes = APPLICATION_JSON_VALUE)
    @ResponseStatus(CREATED)
    @Operation(summary = "Registers a user")
    @Refuses(EMAIL_ALREADY_REGISTERED)
    ResponseEntity<UserView> register(@FromRequest CommandMessage<Register> command) {
        return answers.registered(command);
    }

    @PostMapping(path = "/{id}/status", consumes = APPLICATION_JSON_VALUE)
    @Operation(summary = "Changes the account status")
    @Refuses({USER_DELETED, INVALID_TRANSITION})
    ResponseEntity<UserView> changeStatus(@FromRequest CommandMessage<ChangeStatus> command) {
        return answers.changed(command);
    }

    @PostMapping("/{id}/failed-logins")
    @Operation(
            summary = "Records a failed login",
            description = "At the limit it locks the account. A locked or suspended account only answers its status.")
    @Refuses(USER_DELETED)
    ResponseEntity<FailedLoginAnswer> recordFailedLogin(@FromRequest CommandMessage<RecordFailedLogin> command) {
        return answers.standing(command);
    }

    @PostMapping("/{id}/logins")
    @Operation(summary = "Records a login")
    @Refuses({USER_DELETED, ACCOUNT_NOT_ACTIVE})
    ResponseEntity<UserView> recordLogin(@FromRequest CommandMessage<RecordLogin> command) {
        return answers.changed(command);
    }

    @PutMapping(path = "/{id}/profile", consumes = APPLICATION_JSON_VALUE)
    @Operation(
            summary = "Replaces the profile",
            description = "All of it: a target role or an experience level that is absent or null is cleared.")
    @Refuses(USER_DELETED)
    ResponseEntity<UserView> changeProfile(@FromRequest CommandMessage<ChangeProfile> command) {
        return answers.changed(command);
    }

    @PutMapping(path = "/{id}/email", consumes = APPLICATION_JSON_VALUE)
    @Operation(summary = "Changes the e-mail address", description = "The old address is free for others again.")
    @Refuses({USER_DELETED, EMAIL_ALREADY_REGISTERED})
    ResponseEntity<UserView> changeEmail(@FromRequest CommandMessage<ChangeEmail> command) {
        return answers.changed(command);
    }

    @PutMapping(path = "/{id}/password-hash", consumes = APPLICATION_JSON_VALUE)
    @ResponseStatus(NO_CONTENT)
    @Operation(summary = "Replaces the password hash", description = "A hash; passwords in plain text are refused.")
    @Refuses(USER_DELETED)
    ResponseEntity<Void> changePassword(@FromRequest CommandMessage<ChangePassword> command) {
        return answers.done(command);
    }

    @DeleteMapping("/{id}")
    @ResponseStatus(NO_CONTENT)
    @Operation(summary = "Deletes a user", description = "Until its restoration; the e-mail address stays taken.")
    @Refuses(USER_DELETED)
    ResponseEntity<Void> softDelete(@FromRequest CommandMessage<SoftDelete> command) {
        return answers.done(command);
    }

    @PostMapping("/{id}/restoration")
    @Operation(summary = "Restores a deleted user", description = "Changes nothing when the user is not deleted.")
    ResponseEntity<UserView> restore(@FromRequest CommandMessage<Restore> command) {
        return answers.changed(command);
    }

    @PostMapping("/{id}/erasure")
    @ResponseStatus(NO_CONTENT)
    @Operation(
            summary = "Erases a user",
            description = "Final: all that is personal becomes unreadable, in the log too, and the e-mail address is"
                    + " free. A user who is erased already stays so.")
    ResponseEntity<Void> erase(@FromRequest CommandMessage<Erase> command) {
        return answers.done(command);
    }
}
