package io.userstore.user;

import static io.userstore.user.AccountStatus.ACTIVE;
import static io.userstore.user.AccountStatus.PENDING_VERIFICATION;
import static io.userstore.user.UserFixture.FIFTEEN_MINUTES;
import static io.userstore.user.UserFixture.ID;
import static io.userstore.user.UserFixture.MICROSECOND;
import static io.userstore.user.UserFixture.byAdministrator;
import static io.userstore.user.UserFixture.lockExpired;
import static io.userstore.user.UserFixture.refusal;
import static io.userstore.user.UserFixture.registered;

import io.userstore.user.command.RecordLogin;
import io.userstore.user.event.LoginSucceeded;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LoginTest {

    @Test
    void loginOfAnActiveAccountIsRecordedEachTime() {
        registered(ACTIVE).and(new LoginSucceeded(ID)).when(new RecordLogin(ID)).expectEvents(new LoginSucceeded(ID));
    }

    @Test
    void loginOfAnAccountThatWaitsForVerificationIsRefused() {
        registered(PENDING_VERIFICATION)
                .when(new RecordLogin(ID))
                .expectException(refusal("account-not-active"))
                .expectNoEvents();
    }

    @ParameterizedTest
    @EnumSource(names = {"SUSPENDED", "LOCKED"})
    void loginOfAnAccountStoppedByAnAdministratorIsRefused(AccountStatus status) {
        registered(ACTIVE)
                .and(byAdministrator(ACTIVE, status))
                .when(new RecordLogin(ID))
                .expectException(refusal("account-not-active"))
                .expectNoEvents();
    }

    @Test
    void loginIsRefusedUntilTheVeryEndOfTheLock() {
        registered(ACTIVE)
                .andFailedLogins(5)
                .andLockedFrom(ACTIVE)
                .after(FIFTEEN_MINUTES.minus(MICROSECOND))
                .when(new RecordLogin(ID))
                .expectException(refusal("account-not-active"))
                .expectNoEvents();
    }

    @Test
    void lockThatIsOverIsReleasedByTheLoginItself() {
        registered(ACTIVE)
                .andFailedLogins(5)
                .andLockedFrom(ACTIVE)
                .after(FIFTEEN_MINUTES)
                .when(new RecordLogin(ID))
                .expectEvents(lockExpired(ACTIVE), new LoginSucceeded(ID));
    }

    @Test
    void accountThatWaitedForVerificationWhenLockedWaitsAgainOnceTheLockIsOver() {
        registered(PENDING_VERIFICATION)
                .andFailedLogins(5)
                .andLockedFrom(PENDING_VERIFICATION)
                .after(FIFTEEN_MINUTES)
                .when(new RecordLogin(ID))
                .expectException(refusal("account-not-active"))
                .expectNoEvents();
    }
}
