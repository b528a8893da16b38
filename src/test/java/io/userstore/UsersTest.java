package io.userstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.userstore.directory.FindUser;
import io.userstore.directory.FindUserByEmail;
import io.userstore.directory.UserView;
import io.userstore.user.AccountStanding;
import io.userstore.user.AccountStatus;
import io.userstore.user.EmailAddress;
import io.userstore.user.PasswordHash;
import io.userstore.user.PersonName;
import io.userstore.user.UserRejected;
import io.userstore.user.command.RecordFailedLogin;
import io.userstore.user.command.RecordLogin;
import io.userstore.user.command.Register;
import io.userstore.user.command.SoftDelete;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class UsersTest {

    private static final PasswordHash HASH =
            PasswordHash.of("$2b$12$" + "abcdefghijklmnopqrstuv" + "abcdefghijklmnopqrstuvwxyzABCDE");

    private static TestNode node;

    @BeforeAll
    static void start() {
        node = TestNode.on(TestDatabase.fresh());
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    private static Register register(String email) {
        return new Register(EmailAddress.of(email), HASH, PersonName.of("Ann"), null, null, AccountStatus.ACTIVE);
    }

    @Test
    void registeredUserIsReadAtOnceById() {
        long id = node.<Long>send(register("first@example.com"));

        UserView view = node.ask(new FindUser(id, false), UserView.class).orElseThrow();

        assertThat(view.email()).isEqualTo("first@example.com");
        assertThat(view.version()).isZero();
        assertThat(view.accountStatus()).isEqualTo(AccountStatus.ACTIVE);
    }

    @Test
    void addressIsTakenInAnySpelling() {
        node.send(register("Taken@Example.com"));

        UserRejected rejection =
                catchThrowableOfType(UserRejected.class, () -> node.send(register("tAKEN@eXAMPLE.COM")));

        assertThat(rejection.code()).isEqualTo(UserRejected.Code.EMAIL_ALREADY_REGISTERED);
        assertThat(node.ask(new FindUserByEmail(EmailAddress.of("TAKEN@example.com")), UserView.class))
                .isPresent();
    }

    @Test
    void addressThatSomebodyPutIntoTheTableBySqlIsTaken() {
        node.jdbc()
                .update(
                        "INSERT INTO users (id, email, password_hash, name) VALUES (1000000, 'sql@example.com', ?, 'Sql')",
                        HASH.value());

        UserRejected rejection = catchThrowableOfType(UserRejected.class, () -> node.send(register("sql@example.com")));

        assertThat(rejection.code()).isEqualTo(UserRejected.Code.EMAIL_ALREADY_REGISTERED);
    }

    @Test
    void fifthFailureLocks() {
        long id = node.<Long>send(register("locked@example.com"));

        for (int i = 0; i < 5; i++) {
            node.send(new RecordFailedLogin(id));
        }
        AccountStanding standing = node.send(new RecordFailedLogin(id));

        assertThat(standing.accountStatus()).isEqualTo(AccountStatus.LOCKED);
        assertThat(standing.failedLoginAttempts()).isEqualTo(5);
        UserView view = node.ask(new FindUser(id, false), UserView.class).orElseThrow();
        assertThat(view.lockedUntil()).isEqualTo(standing.lockedUntil());
        assertThat(view.version()).isEqualTo(6);
        UserRejected rejection = catchThrowableOfType(UserRejected.class, () -> node.send(new RecordLogin(id)));
        assertThat(rejection.code()).isEqualTo(UserRejected.Code.ACCOUNT_NOT_ACTIVE);
    }

    @Test
    void deletedUserRefusesAndIsNotFound() {
        long id = node.<Long>send(register("deleted@example.com"));
        node.send(new SoftDelete(id));

        assertThat(node.ask(new FindUser(id, false), UserView.class)).isEmpty();
        assertThat(node.ask(new FindUser(id, true), UserView.class)).isPresent();
        UserRejected rejection = catchThrowableOfType(UserRejected.class, () -> node.send(new SoftDelete(id)));
        assertThat(rejection.code()).isEqualTo(UserRejected.Code.USER_DELETED);
    }
}
