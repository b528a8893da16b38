package io.userstore.user;

import static io.userstore.user.AccountStatus.ACTIVE;
import static io.userstore.user.AccountStatus.LOCKED;
import static io.userstore.user.UserFixture.FIFTEEN_MINUTES;
import static io.userstore.user.UserFixture.ID;
import static io.userstore.user.UserFixture.MICROSECOND;
import static io.userstore.user.UserFixture.NOON;
import static io.userstore.user.UserFixture.byAdministrator;
import static io.userstore.user.UserFixture.lockExpired;
import static io.userstore.user.UserFixture.locked;
import static io.userstore.user.UserFixture.registered;

import io.userstore.user.command.ReleaseLock;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The store ends a lock itself, from any node and any number of times. */
class ReleaseLockTest {

    private static final Instant LOCKED_UNTIL = NOON.plus(FIFTEEN_MINUTES);

    @ParameterizedTest
    @EnumSource(names = {"PENDING_VERIFICATION", "ACTIVE"})
    void accountReturnsToWhatItWasBeforeTheLock(AccountStatus before) {
        lockedAtNoon(before)
                .after(FIFTEEN_MINUTES)
                .when(new ReleaseLock(ID, LOCKED_UNTIL))
                .expectEvents(lockExpired(before));
    }

    @Test
    void lockThatIsNotOverYetHolds() {
        lockedAtNoon(ACTIVE)
                .after(FIFTEEN_MINUTES.minus(MICROSECOND))
                .when(new ReleaseLock(ID, LOCKED_UNTIL))
                .expectSuccessfulHandlerExecution()
                .expectNoEvents();
    }

    @Test
    void lockIsReleasedOnce() {
        lockedAtNoon(ACTIVE)
                .after(FIFTEEN_MINUTES)
                .and(lockExpired(ACTIVE))
                .when(new ReleaseLock(ID, LOCKED_UNTIL))
                .expectSuccessfulHandlerExecution()
                .expectNoEvents();
    }

    @Test
    void laterLockIsLeftAloneEvenWhenItIsOverToo() {
        lockedAtNoon(ACTIVE)
                .and(byAdministrator(LOCKED, ACTIVE))
                .after(MICROSECOND)
                .andFailedLogins(5)
                .andLockedFrom(ACTIVE)
                .after(FIFTEEN_MINUTES)
                .when(new ReleaseLock(ID, LOCKED_UNTIL))
                .expectSuccessfulHandlerExecution()
                .expectNoEvents();
    }

    @Test
    void lockWithoutEndIsLeftAlone() {
        registered(ACTIVE)
                .and(locked(ACTIVE, null))
                .after(FIFTEEN_MINUTES)
                .when(new ReleaseLock(ID, LOCKED_UNTIL))
                .expectSuccessfulHandlerExecution()
                .expectNoEvents();
        lockedAtNoon(ACTIVE)
                .and(byAdministrator(LOCKED, ACTIVE), byAdministrator(ACTIVE, LOCKED))
                .after(FIFTEEN_MINUTES)
                .when(new ReleaseLock(ID, LOCKED_UNTIL))
                .expectSuccessfulHandlerExecution()
                .expectNoEvents();
    }

    @Test
    void secondLockOfAnActivatedAccountReturnsItToActive() {
        lockedAtNoon(AccountStatus.PENDING_VERIFICATION)
                .and(byAdministrator(LOCKED, ACTIVE))
                .andFailedLogins(5)
                .andLockedFrom(ACTIVE)
                .after(FIFTEEN_MINUTES)
                .when(new ReleaseLock(ID, LOCKED_UNTIL))
                .expectEvents(lockExpired(ACTIVE));
    }

    private static UserFixture lockedAtNoon(AccountStatus before) {
        return registered(before).andFailedLogins(5).andLockedFrom(before);
    }
}
