package io.userstore.user;

import static io.userstore.user.AccountStatus.LOCKED;

import io.userstore.TestEvents;
import io.userstore.user.command.Import;
import io.userstore.user.command.UserCommand;
import io.userstore.user.event.LoginFailed;
import io.userstore.user.event.StatusChanged;
import io.userstore.user.event.UserEvent;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.stream.IntStream;
import org.axonframework.test.aggregate.AggregateTestFixture;
import org.axonframework.test.aggregate.ResultValidator;
import org.axonframework.test.aggregate.TestExecutor;
import org.hamcrest.Description;
import org.hamcrest.Matcher;
import org.hamcrest.TypeSafeMatcher;
import org.jspecify.annotations.Nullable;

/**
 * One account: what happened to it, then a command, then what comes of it. The time stands still wherever the test puts
 * it, and is the same for decisions and for events.
 */
final class UserFixture {

    static final long ID = 7;

    /** When everything happens, unless a test lets time pass. */
    static final Instant NOON = Instant.parse("2026-03-01T12:00:00.000001Z");

    static final Duration MICROSECOND = Duration.ofNanos(1_000);
    static final Duration FIFTEEN_MINUTES = Duration.ofMinutes(15);
    static final Duration A_DAY = Duration.ofHours(24);

    static final LockoutPolicy DEFAULT_POLICY = new LockoutPolicy(5, FIFTEEN_MINUTES, A_DAY);

    static final String EMAIL = "ann@example.com";
    static final String HASH = "$2b$12$abcdefghijklmnopqrstuvABCDEFGHIJKLMNOPQRSTUVWXYZ01234";
    static final String NAME = "Ann";

    private final TestExecutor<User> history;

    UserFixture() {
        this(DEFAULT_POLICY);
    }

    UserFixture(LockoutPolicy policy) {
        AggregateTestFixture<User> fixture = new AggregateTestFixture<>(User.class);
        fixture.registerInjectableResource(new FixtureClock(fixture));
        fixture.registerInjectableResource(policy);
        fixture.registerInjectableResource((UserIds) () -> ID);
        history = fixture.givenNoPriorActivity().andGivenCurrentTime(NOON);
    }

    /** An account registered with this status at noon, without role and level. */
    static UserFixture registered(AccountStatus status) {
        return new UserFixture().and(TestEvents.registered(ID, EMAIL, HASH, NAME, null, null, status.name()));
    }

    static UserFixture registered(AccountStatus status, LockoutPolicy policy) {
        return new UserFixture(policy).and(TestEvents.registered(ID, EMAIL, HASH, NAME, null, null, status.name()));
    }

    /** The values of {@link #registered(AccountStatus)}, and times of long ago. */
    static Import importedAs(AccountStatus status) {
        return new Import(
                ID,
                EmailAddress.of(EMAIL),
                PasswordHash.of(HASH),
                PersonName.of(NAME),
                null,
                null,
                status,
                0,
                null,
                Instant.parse("2020-02-28T12:00:00Z"),
                Instant.parse("2020-03-01T12:00:00Z"),
                null);
    }

    UserFixture and(UserEvent... events) {
        history.andGiven((Object[]) events);
        return this;
    }

    UserFixture andFailedLogins(int count) {
        return and(IntStream.rangeClosed(1, count)
                .mapToObj(attempts -> new LoginFailed(ID, attempts))
                .toArray(UserEvent[]::new));
    }

    /** Locked for failed logins, for fifteen minutes from now. */
    UserFixture andLockedFrom(AccountStatus before) {
        return and(locked(before, history.currentTime().plus(FIFTEEN_MINUTES)));
    }

    UserFixture after(Duration passed) {
        history.andGivenCurrentTime(history.currentTime().plus(passed));
        return this;
    }

    ResultValidator<User> when(UserCommand command) {
        return history.when(command);
    }

    static StatusChanged byAdministrator(AccountStatus from, AccountStatus to) {
        return new StatusChanged(ID, from.name(), to.name(), "ADMINISTRATOR", null);
    }

    static StatusChanged locked(AccountStatus from, @Nullable Instant until) {
        return new StatusChanged(ID, from.name(), LOCKED.name(), "TOO_MANY_FAILED_LOGINS", until);
    }

    static StatusChanged lockExpired(AccountStatus to) {
        return new StatusChanged(ID, LOCKED.name(), to.name(), "LOCK_EXPIRED", null);
    }

    /** A refusal with this code. */
    static Matcher<Throwable> refusal(String code) {
        return new TypeSafeMatcher<>() {
            @Override
            protected boolean matchesSafely(Throwable failure) {
                return failure instanceof UserRejected rejected
                        && rejected.code().toString().equals(code);
            }

            @Override
            public void describeTo(Description description) {
                description.appendText("a refusal with code ").appendValue(code);
            }
        };
    }

    private static final class FixtureClock extends Clock {

        private final AggregateTestFixture<User> fixture;

        FixtureClock(AggregateTestFixture<User> fixture) {
            this.fixture = fixture;
        }

        @Override
        public Instant instant() {
            return fixture.currentTime();
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException();
        }
    }
}
