package io.userstore.user;

import static io.userstore.user.AccountStatus.ACTIVE;
import static io.userstore.user.AccountStatus.SUSPENDED;
import static io.userstore.user.UserFixture.EMAIL;
import static io.userstore.user.UserFixture.HASH;
import static io.userstore.user.UserFixture.ID;
import static io.userstore.user.UserFixture.NOON;
import static io.userstore.user.UserFixture.refusal;
import static io.userstore.user.UserFixture.registered;
import static org.assertj.core.api.Assertions.assertThat;

import io.userstore.user.command.ChangeEmail;
import io.userstore.user.command.ChangePassword;
import io.userstore.user.command.ChangeProfile;
import io.userstore.user.command.ChangeStatus;
import io.userstore.user.command.Erase;
import io.userstore.user.command.RecordFailedLogin;
import io.userstore.user.command.RecordLogin;
import io.userstore.user.command.Register;
import io.userstore.user.command.ReleaseLock;
import io.userstore.user.command.Restore;
import io.userstore.user.command.SoftDelete;
import io.userstore.user.command.UserCommand;
import io.userstore.user.event.Erased;
import io.userstore.user.event.LoginFailed;
import io.userstore.user.event.Restored;
import io.userstore.user.event.SoftDeleted;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DeletionTest {

    /** Every command on an existing user, each of which would be accepted or ignored were the user not deleted. */
    static List<UserCommand> refused() {
        return List.of(
                new ChangeStatus(ID, ACTIVE),
                new ChangeStatus(ID, SUSPENDED),
                new RecordFailedLogin(ID),
                new RecordLogin(ID),
                new ChangeProfile(ID, PersonName.of("Ann"), null, null),
                new ChangeProfile(ID, PersonName.of("Anna"), null, null),
                new ChangeEmail(ID, EmailAddress.of(EMAIL)),
                new ChangeEmail(ID, EmailAddress.of("anna@example.com")),
                new ChangePassword(ID, PasswordHash.of(HASH)),
                new SoftDelete(ID),
                UserFixture.importedAs(ACTIVE),
                new ReleaseLock(ID, NOON));
    }

    @Test
    void anyUserCanBeDeleted() {
        registered(ACTIVE).when(new SoftDelete(ID)).expectEvents(new SoftDeleted(ID));
    }

    @ParameterizedTest
    @MethodSource("refused")
    void deletedUserRefusesWhateverIsAsked(UserCommand command) {
        deleted().when(command).expectException(refusal("user-deleted")).expectNoEvents();
    }

    @Test
    void everyCommandIsRefusedByADeletedUserOrNamedHere() {
        assertThat(UserCommand.class.getPermittedSubclasses())
                .allMatch(command -> command == Register.class
                        || command == Restore.class
                        || command == Erase.class
                        || refused().stream().anyMatch(command::isInstance));
    }

    @ParameterizedTest
    @MethodSource("refused")
    void erasedUserRefusesWhateverIsAsked(UserCommand command) {
        erased().when(command).expectException(refusal("user-deleted")).expectNoEvents();
    }

    @Test
    void anyUserCanBeErased() {
        registered(ACTIVE).when(new Erase(ID)).expectEvents(new Erased(ID));
        deleted().when(new Erase(ID)).expectEvents(new Erased(ID));
    }

    @Test
    void erasureIsFinal() {
        erased().when(new Restore(ID)).expectException(refusal("user-deleted")).expectNoEvents();
    }

    @Test
    void userWhoIsErasedNeedsNoErasing() {
        erased().when(new Erase(ID)).expectSuccessfulHandlerExecution().expectNoEvents();
    }

    @Test
    void deletedUserCanBeRestored() {
        deleted().when(new Restore(ID)).expectEvents(new Restored(ID));
    }

    @Test
    void userWhoIsNotDeletedNeedsNoRestoring() {
        registered(ACTIVE)
                .when(new Restore(ID))
                .expectSuccessfulHandlerExecution()
                .expectNoEvents();
    }

    @Test
    void restoredUserGoesOnWhereTheDeletionStoppedIt() {
        registered(ACTIVE)
                .andFailedLogins(2)
                .and(new SoftDeleted(ID), new Restored(ID))
                .when(new RecordFailedLogin(ID))
                .expectEvents(new LoginFailed(ID, 3));
    }

    @Test
    void restoredUserCanBeDeletedAgain() {
        deleted().and(new Restored(ID)).when(new SoftDelete(ID)).expectEvents(new SoftDeleted(ID));
    }

    private static UserFixture erased() {
        return registered(ACTIVE).and(new Erased(ID));
    }

    private static UserFixture deleted() {
        return registered(ACTIVE).and(new SoftDeleted(ID));
    }
}
