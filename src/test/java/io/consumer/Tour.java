package io.consumer;

import io.userstore.audit.FindHistory;
import io.userstore.audit.FindPastUser;
import io.userstore.audit.HistoryPage;
import io.userstore.client.StoreRefused;
import io.userstore.directory.CredentialsView;
import io.userstore.directory.FindCredentials;
import io.userstore.directory.FindUser;
import io.userstore.directory.FindUserAtVersion;
import io.userstore.directory.FindUserByEmail;
import io.userstore.directory.ListUsers;
import io.userstore.directory.UserPage;
import io.userstore.directory.UserView;
import io.userstore.eventlog.MetaDataKeys;
import io.userstore.user.AccountStanding;
import io.userstore.user.AccountStatus;
import io.userstore.user.EmailAddress;
import io.userstore.user.ExperienceLevel;
import io.userstore.user.PasswordHash;
import io.userstore.user.PersonName;
import io.userstore.user.TargetRole;
import io.userstore.user.UserRejected;
import io.userstore.user.UserRejected.Code;
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
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.messaging.MetaData;
import org.axonframework.messaging.responsetypes.ResponseTypes;
import org.axonframework.queryhandling.QueryGateway;

/** Everything that the client can do, once; stops at the first thing that is not as it would be in the store's process. */
class Tour {

    private static final EmailAddress EMAIL = EmailAddress.of("ann@consumer.example");
    private static final PasswordHash HASH =
            PasswordHash.of("$2b$12$abcdefghijklmnopqrstuvABCDEFGHIJKLMNOPQRSTUVWXYZ01234");

    private final CommandGateway commands;
    private final QueryGateway queries;

    Tour(CommandGateway commands, QueryGateway queries) {
        this.commands = commands;
        this.queries = queries;
    }

    void run() throws IOException {
        require("own command", "Hello Ann".equals(commands.sendAndWait(new Greetings.Greet("Ann"))));
        require("own query", "Hello Ann".equals(ask(new Greetings.FindGreeting("Ann"), String.class)));
        long user = commands.sendAndWait(register(EMAIL));
        require("Register", user > 0);
        queries(user);
        changes(user);
        // Whoever started this kills the stores now and starts them again.
        System.out.println("kill");
        require("go on", System.in.read() > 0);
        commands.sendAndWait(new Restore(user));
        require("Restore", ask(new FindUser(user, false), UserView.class) != null);
        rejections(user);
        commands.sendAndWait(new Erase(user));
        require(
                "Erase",
                "erased".equals(ask(new FindUser(user, true), UserView.class).name()));
        System.out.println("end");
    }

    private void queries(long user) {
        UserView view = ask(new FindUser(user, false), UserView.class);
        require("FindUser", view.email().equals(EMAIL.value()) && view.version() == 0);
        require("FindUserByEmail", view.equals(ask(new FindUserByEmail(EMAIL), UserView.class)));
        require(
                "FindUserByEmail of nobody",
                queries.query(
                                new FindUserByEmail(EmailAddress.of("nobody@consumer.example")),
                                ResponseTypes.optionalInstanceOf(UserView.class))
                        .join()
                        .equals(Optional.empty()));
        CredentialsView credentials = ask(new FindCredentials(EMAIL), CredentialsView.class);
        require("FindCredentials", credentials.passwordHash().equals(HASH.value()));
        UserPage page = ask(new ListUsers(AccountStatus.ACTIVE, null, null, false, 1, user - 1), UserPage.class);
        require("ListUsers", page.items().get(0).equals(view));
        require(
                "FindUserAtVersion",
                ask(new FindUserAtVersion(user, 0), UserView.class).id() == user);
        UserView then = ask(new FindPastUser(user, null, view.createdAt()), UserView.class);
        require("FindPastUser", then.name().equals("A***"));
        HistoryPage history = ask(new FindHistory(user, false, null, 10), HistoryPage.class);
        require("FindHistory", history.items().get(0).type().equals("user.registered"));
    }

    private void changes(long user) {
        AccountStanding standing = commands.sendAndWait(new RecordFailedLogin(user));
        require("RecordFailedLogin", standing.equals(new AccountStanding(AccountStatus.ACTIVE, 1, null, true)));
        commands.sendAndWait(new RecordLogin(user));
        commands.sendAndWait(
                new ChangeProfile(user, PersonName.of("Zoë"), TargetRole.of("Pilot"), ExperienceLevel.SENIOR));
        commands.sendAndWait(new ChangeEmail(user, EmailAddress.of("zoe@consumer.example")));
        commands.sendAndWait(new ChangePassword(user, HASH));
        commands.sendAndWait(new ChangeStatus(user, AccountStatus.SUSPENDED));
        commands.sendAndWait(new SoftDelete(user));
        UserView view = ask(new FindUser(user, true), UserView.class);
        require("all commands", view.version() == 7 && view.name().equals("Zoë") && view.deletedAt() != null);
    }

    private void rejections(long user) {
        long other = commands.sendAndWait(register(EmailAddress.of("other@consumer.example")));
        commands.sendAndWait(new SoftDelete(other));
        rejected(Code.USER_NOT_FOUND, new RecordLogin(Long.MAX_VALUE), Map.of());
        rejected(Code.EMAIL_ALREADY_REGISTERED, register(EmailAddress.of("OTHER@consumer.example")), Map.of());
        rejected(Code.INVALID_TRANSITION, new ChangeStatus(user, AccountStatus.LOCKED), Map.of());
        rejected(Code.ACCOUNT_NOT_ACTIVE, new RecordLogin(user), Map.of());
        rejected(Code.USER_DELETED, new RecordLogin(other), Map.of());
        rejected(Code.VERSION_CONFLICT, new SoftDelete(user), Map.of(MetaDataKeys.EXPECTED_VERSION, 1L));
        Map<String, ?> key = Map.of(MetaDataKeys.IDEMPOTENCY_KEY, "consumer");
        commands.sendAndWait(new GenericCommandMessage<>(new ChangeStatus(user, AccountStatus.ACTIVE), key));
        rejected(Code.IDEMPOTENCY_KEY_REUSED, new SoftDelete(user), key);
        try {
            commands.sendAndWait(new GenericCommandMessage<>(
                    new SoftDelete(user), MetaData.with(MetaDataKeys.REASON, "two\nlines")));
            require("validation-failed", false);
        } catch (StoreRefused e) {
            require("validation-failed", e.code().equals("validation-failed"));
        }
    }

    private void rejected(Code code, Object command, Map<String, ?> metaData) {
        try {
            commands.sendAndWait(new GenericCommandMessage<>(command, metaData));
            require(code.toString(), false);
        } catch (UserRejected e) {
            require(code.toString(), e.code() == code);
        }
    }

    private <R> R ask(Object query, Class<R> type) {
        return queries.query(query, type).join();
    }

    private static Register register(EmailAddress email) {
        return new Register(email, HASH, PersonName.of("Ann"), null, null, AccountStatus.ACTIVE);
    }

    private static void require(String what, boolean asExpected) {
        if (!asExpected) {
            throw new IllegalStateException(what + " is not as expected");
        }
        System.out.println("ok " + what);
    }
}
