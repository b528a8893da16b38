package io.userstore.user;

import static io.userstore.user.AccountStatus.ACTIVE;
import static io.userstore.user.AccountStatus.LOCKED;
import static io.userstore.user.AccountStatus.PENDING_VERIFICATION;
import static io.userstore.user.AccountStatus.SUSPENDED;
import static io.userstore.user.UserFixture.FIFTEEN_MINUTES;
import static io.userstore.user.UserFixture.ID;
import static io.userstore.user.UserFixture.byAdministrator;
import static io.userstore.user.UserFixture.lockExpired;
import static io.userstore.user.UserFixture.refusal;
import static io.userstore.user.UserFixture.registered;

import io.userstore.user.command.ChangeStatus;
import io.userstore.user.command.RecordFailedLogin;
import io.userstore.user.event.LoginFailed;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What an administrator may make of an account. */
class StatusTest {

    static Stream<Arguments> allowed() {
        return Stream.of(
                Arguments.of(PENDING_VERIFICATION, ACTIVE),
                Arguments.of(PENDING_VERIFICATION, SUSPENDED),
                Arguments.of(PENDING_VERIFICATION, LOCKED),
                Arguments.of(ACTIVE, SUSPENDED),
                Arguments.of(ACTIVE, LOCKED),
                Arguments.of(SUSPENDED, ACTIVE),
                Arguments.of(LOCKED, ACTIVE),
                Arguments.of(LOCKED, SUSPENDED));
    }

    static Stream<Arguments> refused() {
        return Stream.of(
                Arguments.of(ACTIVE, PENDING_VERIFICATION),
                Arguments.of(SUSPENDED, PENDING_VERIFICATION),
                Arguments.of(SUSPENDED, LOCKED),
                Arguments.of(LOCKED, PENDING_VERIFICATION));
    }

    @ParameterizedTest
    @MethodSource("allowed")
    void allowedTransitionIsMadeAndHasNoEndOfItsOwn(AccountStatus from, AccountStatus to) {
        accountThatIs(from).when(new ChangeStatus(ID, to)).expectEvents(byAdministrator(from, to));
    }

    @ParameterizedTest
    @MethodSource("refused")
    void anyOtherTransitionIsRefused(AccountStatus from, AccountStatus to) {
        accountThatIs(from)
                .when(new ChangeStatus(ID, to))
                .expectException(refusal("invalid-transition"))
                .expectNoEvents();
    }

    @ParameterizedTest
    @EnumSource
    void statusThatTheAccountHasAlreadyIsAcceptedWithoutEvent(AccountStatus status) {
        accountThatIs(status)
                .when(new ChangeStatus(ID, status))
                .expectSuccessfulHandlerExecution()
                .expectNoEvents();
    }

    @ParameterizedTest
    @EnumSource(names = {"ACTIVE", "SUSPENDED"})
    void unlockingForgetsTheFailedLogins(AccountStatus unlocked) {
        UserFixture account = registered(ACTIVE)
                .andFailedLogins(3)
                .and(byAdministrator(ACTIVE, LOCKED), byAdministrator(LOCKED, unlocked));
        if (unlocked == SUSPENDED) {
            account.and(byAdministrator(SUSPENDED, ACTIVE));
        }

        account.when(new RecordFailedLogin(ID)).expectEvents(new LoginFailed(ID, 1));
    }

    @Test
    void lockingAndSuspendingDoNotForgetTheFailedLogins() {
        registered(ACTIVE)
                .andFailedLogins(3)
                .and(byAdministrator(ACTIVE, SUSPENDED), byAdministrator(SUSPENDED, ACTIVE))
                .when(new RecordFailedLogin(ID))
                .expectEvents(new LoginFailed(ID, 4));
        registered(ACTIVE)
                .andFailedLogins(3)
                .and(byAdministrator(ACTIVE, LOCKED))
                .when(new RecordFailedLogin(ID))
                .expectResultMessagePayload(new AccountStanding(LOCKED, 3, null, false));
    }

    @Test
    void lockOfAnAdministratorNeverEndsByItself() {
        registered(ACTIVE)
                .and(byAdministrator(ACTIVE, LOCKED))
                .after(FIFTEEN_MINUTES.multipliedBy(1_000))
                .when(new ChangeStatus(ID, LOCKED))
                .expectSuccessfulHandlerExecution()
                .expectNoEvents();
    }

    @Test
    void lockForFailedLoginsIsEndedEarlyByUnlocking() {
        registered(ACTIVE)
                .andFailedLogins(5)
                .andLockedFrom(ACTIVE)
                .when(new ChangeStatus(ID, ACTIVE))
                .expectEvents(byAdministrator(LOCKED, ACTIVE));
    }

    @Test
    void expiredLockCountsAsReleasedWhenTheStatusIsChanged() {
        accountWithExpiredLock(PENDING_VERIFICATION)
                .when(new ChangeStatus(ID, ACTIVE))
                .expectEvents(lockExpired(PENDING_VERIFICATION), byAdministrator(PENDING_VERIFICATION, ACTIVE));
        accountWithExpiredLock(ACTIVE).when(new ChangeStatus(ID, ACTIVE)).expectEvents(lockExpired(ACTIVE));
        accountWithExpiredLock(ACTIVE)
                .when(new ChangeStatus(ID, LOCKED))
                .expectEvents(lockExpired(ACTIVE), byAdministrator(ACTIVE, LOCKED));
    }

    @Test
    void refusedChangeOfAnExpiredLockLeavesNothingBehind() {
        accountWithExpiredLock(ACTIVE)
                .when(new ChangeStatus(ID, PENDING_VERIFICATION))
                .expectException(refusal("invalid-transition"))
                .expectNoEvents();
    }

    private static UserFixture accountWithExpiredLock(AccountStatus before) {
        return registered(before).andFailedLogins(5).andLockedFrom(before).after(FIFTEEN_MINUTES);
    }

    private static UserFixture accountThatIs(AccountStatus status) {
        return switch (status) {
            case PENDING_VERIFICATION, ACTIVE -> registered(status);
            case SUSPENDED, LOCKED -> registered(ACTIVE).and(byAdministrator(ACTIVE, status));
        };
    }
}
