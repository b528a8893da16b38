package io.userstore.user;

import static io.userstore.TestEvents.emailChanged;
import static io.userstore.TestEvents.passwordChanged;
import static io.userstore.TestEvents.profileChanged;
import static io.userstore.TestEvents.registered;
import static io.userstore.user.AccountStatus.ACTIVE;
import static io.userstore.user.ExperienceLevel.MID;
import static io.userstore.user.ExperienceLevel.SENIOR;
import static io.userstore.user.UserFixture.EMAIL;
import static io.userstore.user.UserFixture.HASH;
import static io.userstore.user.UserFixture.ID;
import static io.userstore.user.UserFixture.byAdministrator;

import io.userstore.user.command.ChangeEmail;
import io.userstore.user.command.ChangePassword;
import io.userstore.user.command.ChangeProfile;
import io.userstore.user.event.ProfileChanged;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Name, role, level, address and password of an account. */
class ProfileTest {

    private static final String OTHER_HASH = "$2b$12$abcdefghijklmnopqrstuv01234ABCDEFGHIJKLMNOPQRSTUVWXYZ";

    @Test
    void eachPartOfTheProfileCanBeChanged() {
        engineer().when(profile("Anna", "Engineer", MID)).expectEvents(changed("Anna", "Engineer", "MID"));
        engineer().when(profile("Ann", "Architect", MID)).expectEvents(changed("Ann", "Architect", "MID"));
        engineer().when(profile("Ann", "Engineer", SENIOR)).expectEvents(changed("Ann", "Engineer", "SENIOR"));
    }

    @Test
    void roleAndLevelCanBeCleared() {
        engineer().when(profile("Ann", null, MID)).expectEvents(changed("Ann", null, "MID"));
        engineer().when(profile("Ann", "Engineer", null)).expectEvents(changed("Ann", "Engineer", null));
    }

    @Test
    void profileAsItIsAlreadyIsAcceptedWithoutEvent() {
        engineer()
                .when(profile("Ann", "Engineer", MID))
                .expectSuccessfulHandlerExecution()
                .expectNoEvents();
    }

    @Test
    void profileIsComparedWithTheLastChange() {
        engineer()
                .and(changed("Anna", null, null))
                .when(profile("Anna", null, null))
                .expectSuccessfulHandlerExecution()
                .expectNoEvents();
        engineer()
                .and(changed("Anna", null, null))
                .when(profile("Ann", "Engineer", MID))
                .expectEvents(changed("Ann", "Engineer", "MID"));
    }

    @Test
    void addressCanBeChangedAndChangedBack() {
        engineer()
                .and(emailChanged(ID, "anna@example.com"))
                .when(email("anna@example.com"))
                .expectSuccessfulHandlerExecution()
                .expectNoEvents();
        engineer().and(emailChanged(ID, "anna@example.com")).when(email(EMAIL)).expectEvents(emailChanged(ID, EMAIL));
    }

    @Test
    void addressInAnotherSpellingOfTheDomainIsTheSame() {
        engineer()
                .when(email("ann@EXAMPLE.com"))
                .expectSuccessfulHandlerExecution()
                .expectNoEvents();
    }

    @Test
    void addressWithOtherLettersInTheLocalPartIsAChange() {
        engineer().when(email("Ann@example.com")).expectEvents(emailChanged(ID, "Ann@example.com"));
    }

    @Test
    void passwordCanBeChanged() {
        engineer()
                .when(new ChangePassword(ID, PasswordHash.of(OTHER_HASH)))
                .expectEvents(passwordChanged(ID, OTHER_HASH));
    }

    @ParameterizedTest
    @EnumSource(names = {"SUSPENDED", "LOCKED"})
    void accountThatIsStoppedCanStillBeEdited(AccountStatus status) {
        engineer()
                .and(byAdministrator(ACTIVE, status))
                .when(profile("Anna", null, null))
                .expectEvents(changed("Anna", null, null));
    }

    private static UserFixture engineer() {
        return new UserFixture().and(registered(ID, EMAIL, HASH, "Ann", "Engineer", "MID", "ACTIVE"));
    }

    private static ChangeProfile profile(String name, @Nullable String role, @Nullable ExperienceLevel level) {
        return new ChangeProfile(ID, PersonName.of(name), role == null ? null : TargetRole.of(role), level);
    }

    private static ProfileChanged changed(String name, @Nullable String role, @Nullable String level) {
        return profileChanged(ID, name, role, level);
    }

    private static ChangeEmail email(String address) {
        return new ChangeEmail(ID, EmailAddress.of(address));
    }
}
