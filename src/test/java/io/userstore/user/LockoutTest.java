package io.userstore.user;

import static io.userstore.user.AccountStatus.ACTIVE;
import static io.userstore.user.AccountStatus.LOCKED;
import static io.userstore.user.AccountStatus.SUSPENDED;
import static io.userstore.user.UserFixture.A_DAY;
import static io.userstore.user.UserFixture.FIFTEEN_MINUTES;
import static io.userstore.user.UserFixture.ID;
import static io.userstore.user.UserFixture.MICROSECOND;
import static io.userstore.user.UserFixture.NOON;
import static io.userstore.user.UserFixture.byAdministrator;
import static io.userstore.user.UserFixture.lockExpired;
import static io.userstore.user.UserFixture.locked;
import static io.userstore.user.UserFixture.registered;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.userstore.user.command.RecordFailedLogin;
import io.userstore.user.event.LoginFailed;
import io.userstore.user.event.LoginSucceeded;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What failed logins do to an account. */
class LockoutTest {

    private static final Instant LOCKED_UNTIL = NOON.plus(FIFTEEN_MINUTES);

    @ParameterizedTest
    @EnumSource(names = {"PENDING_VERIFICATION", "ACTIVE"})
    void failureBelowTheLimitIsCounted(AccountStatus status) {
        registered(status)
                .andFailedLogins(3)
                .when(new RecordFailedLogin(ID))
                .expectEvents(new LoginFailed(ID, 4))
                .expectResultMessagePayload(new AccountStanding(status, 4, null, true));
    }

    @ParameterizedTest
    @EnumSource(names = {"PENDING_VERIFICATION", "ACTIVE"})
    void failureAtTheLimitLocksTheAccountForFifteenMinutes(AccountStatus status) {
        registered(status)
                .andFailedLogins(4)
                .when(new RecordFailedLogin(ID))
                .expectEvents(new LoginFailed(ID, 5), locked(status, LOCKED_UNTIL))
                .expectResultMessagePayload(new AccountStanding(LOCKED, 5, LOCKED_UNTIL, true));
    }

    @Test
    void failureOfALockedAccountIsAnsweredAndNotStored() {
        registered(ACTIVE)
                .andFailedLogins(5)
                .andLockedFrom(ACTIVE)
                .after(FIFTEEN_MINUTES.minus(MICROSECOND))
                .when(new RecordFailedLogin(ID))
                .expectNoEvents()
                .expectResultMessagePayload(new AccountStanding(LOCKED, 5, LOCKED_UNTIL, false));
    }

    @ParameterizedTest
    @EnumSource(names = {"SUSPENDED", "LOCKED"})
    void failureOfAnAccountStoppedByAnAdministratorIsAnsweredAndNotStored(AccountStatus status) {
        registered(ACTIVE)
                .andFailedLogins(2)
                .and(byAdministrator(ACTIVE, status))
                .when(new RecordFailedLogin(ID))
                .expectNoEvents()
                .expectResultMessagePayload(new AccountStanding(status, 2, null, false));
    }

    @Test
    void suspensionOfALockedAccountEndsTheLockAndItsEnd() {
        registered(ACTIVE)
                .andFailedLogins(5)
                .andLockedFrom(ACTIVE)
                .and(byAdministrator(LOCKED, SUSPENDED))
                .after(A_DAY)
                .when(new RecordFailedLogin(ID))
                .expectNoEvents()
                .expectResultMessagePayload(new AccountStanding(SUSPENDED, 0, null, false));
    }

    @ParameterizedTest
    @EnumSource(names = {"PENDING_VERIFICATION", "ACTIVE"})
    void failureOnceTheLockIsOverReleasesItAndIsTheFirstOfANewCount(AccountStatus before) {
        registered(before)
                .andFailedLogins(5)
                .andLockedFrom(before)
                .after(FIFTEEN_MINUTES)
                .when(new RecordFailedLogin(ID))
                .expectEvents(lockExpired(before), new LoginFailed(ID, 1))
                .expectResultMessagePayload(new AccountStanding(before, 1, null, true));
    }

    @Test
    void lockWithoutDurationHoldsUntilAnAdministratorUnlocks() {
        LockoutPolicy forGood = new LockoutPolicy(2, Duration.ZERO, A_DAY);

        registered(ACTIVE, forGood)
                .andFailedLogins(1)
                .when(new RecordFailedLogin(ID))
                .expectEvents(new LoginFailed(ID, 2), locked(ACTIVE, null))
                .expectResultMessagePayload(new AccountStanding(LOCKED, 2, null, true));
        registered(ACTIVE, forGood)
                .andFailedLogins(2)
                .and(locked(ACTIVE, null))
                .after(A_DAY.multipliedBy(1_000))
                .when(new RecordFailedLogin(ID))
                .expectNoEvents()
                .expectResultMessagePayload(new AccountStanding(LOCKED, 2, null, false));
    }

    @Test
    void limitOfOneLocksAtTheFirstFailureEachTime() {
        LockoutPolicy strict = new LockoutPolicy(1, FIFTEEN_MINUTES, A_DAY);

        registered(ACTIVE, strict)
                .when(new RecordFailedLogin(ID))
                .expectEvents(new LoginFailed(ID, 1), locked(ACTIVE, LOCKED_UNTIL));
        registered(ACTIVE, strict)
                .andFailedLogins(1)
                .andLockedFrom(ACTIVE)
                .after(FIFTEEN_MINUTES)
                .when(new RecordFailedLogin(ID))
                .expectEvents(
                        lockExpired(ACTIVE),
                        new LoginFailed(ID, 1),
                        locked(ACTIVE, LOCKED_UNTIL.plus(FIFTEEN_MINUTES)));
    }

    @Test
    void failuresCountedUnderAHigherLimitLockAtTheNextOne() {
        registered(ACTIVE)
                .andFailedLogins(8)
                .when(new RecordFailedLogin(ID))
                .expectEvents(new LoginFailed(ID, 9), locked(ACTIVE, LOCKED_UNTIL));
    }

    @Test
    void failuresAreForgottenAfterADayWithoutOne() {
        registered(ACTIVE)
                .andFailedLogins(4)
                .after(A_DAY.minus(MICROSECOND))
                .when(new RecordFailedLogin(ID))
                .expectEvents(
                        new LoginFailed(ID, 5),
                        locked(ACTIVE, LOCKED_UNTIL.plus(A_DAY).minus(MICROSECOND)));
        registered(ACTIVE)
                .andFailedLogins(4)
                .after(A_DAY)
                .when(new RecordFailedLogin(ID))
                .expectEvents(new LoginFailed(ID, 1))
                .expectResultMessagePayload(new AccountStanding(ACTIVE, 1, null, true));
    }

    @Test
    void dayWithoutAFailureStartsAtTheLastOne() {
        registered(ACTIVE)
                .andFailedLogins(2)
                .after(A_DAY.minus(MICROSECOND))
                .and(new LoginFailed(ID, 3))
                .after(A_DAY.minus(MICROSECOND))
                .when(new RecordFailedLogin(ID))
                .expectEvents(new LoginFailed(ID, 4));
    }

    @Test
    void successBetweenFailuresStartsANewCount() {
        registered(ACTIVE)
                .andFailedLogins(4)
                .and(new LoginSucceeded(ID))
                .when(new RecordFailedLogin(ID))
                .expectEvents(new LoginFailed(ID, 1));
    }

    @Test
    void policyThatMakesNoSenseIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new LockoutPolicy(0, FIFTEEN_MINUTES, A_DAY));
        assertThatIllegalArgumentException().isThrownBy(() -> new LockoutPolicy(5, MICROSECOND.negated(), A_DAY));
        assertThatIllegalArgumentException().isThrownBy(() -> new LockoutPolicy(5, FIFTEEN_MINUTES, Duration.ZERO));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new LockoutPolicy(5, FIFTEEN_MINUTES, MICROSECOND.negated()));
    }
}
