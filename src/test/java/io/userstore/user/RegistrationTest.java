package io.userstore.user;

import static io.userstore.user.AccountStatus.ACTIVE;
import static io.userstore.user.AccountStatus.PENDING_VERIFICATION;
import static io.userstore.user.UserFixture.HASH;
import static io.userstore.user.UserFixture.ID;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.userstore.TestEvents;
import io.userstore.user.command.Register;
import io.userstore.user.event.Registered;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RegistrationTest {

    @Test
    void newUserWaitsForVerificationUnderAnIdOfTheStores() {
        new UserFixture()
                .when(register(null))
                .expectEvents(registered(PENDING_VERIFICATION))
                .expectResultMessagePayload(ID);
    }

    @ParameterizedTest
    @EnumSource(names = {"PENDING_VERIFICATION", "ACTIVE"})
    void newUserStartsInTheStatusAskedFor(AccountStatus status) {
        new UserFixture()
                .when(register(status))
                .expectEvents(registered(status))
                .expectResultMessagePayload(ID);
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"PENDING_VERIFICATION", "ACTIVE"})
    void registrationInAnyOtherStatusCannotEvenBeAskedFor(AccountStatus status) {
        assertThatExceptionOfType(InvalidValue.class).isThrownBy(() -> register(status));
    }

    @Test
    void allThatWasGivenIsInTheEvent() {
        new UserFixture()
                .when(new Register(
                        EmailAddress.of("Ann.B+x@BÜCHER.example"),
                        PasswordHash.of(HASH),
                        PersonName.of("Ann B"),
                        TargetRole.of("Engineer"),
                        ExperienceLevel.PRINCIPAL,
                        ACTIVE))
                .expectEvents(TestEvents.registered(
                        ID, "Ann.B+x@xn--bcher-kva.example", HASH, "Ann B", "Engineer", "PRINCIPAL", "ACTIVE"));
    }

    private static Register register(@Nullable AccountStatus status) {
        return new Register(
                EmailAddress.of(UserFixture.EMAIL),
                PasswordHash.of(HASH),
                PersonName.of(UserFixture.NAME),
                null,
                null,
                status);
    }

    private static Registered registered(AccountStatus status) {
        return TestEvents.registered(ID, UserFixture.EMAIL, HASH, UserFixture.NAME, null, null, status.name());
    }
}
