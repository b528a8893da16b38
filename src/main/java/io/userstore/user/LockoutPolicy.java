package io.userstore.user;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * When failed logins lock an account.
 *
 * @param limit the failure that locks, counted from 1
 * @param duration how long a lock lasts; zero means until an administrator unlocks
 * @param resetAfter failures are forgotten after so long without one
 */
public record LockoutPolicy(int limit, Duration duration, Duration resetAfter) {

    private static final Duration LONGEST = Duration.ofDays(3650);

    public LockoutPolicy {
        if (limit < 1) {
            throw new IllegalArgumentException("lockout limit must be at least 1");
        }
        if (duration.isNegative() || duration.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("lockout duration must be from 0 to " + LONGEST.toDays() + " days");
        }
        if (resetAfter.isNegative() || resetAfter.isZero()) {
            throw new IllegalArgumentException("lockout reset-after must be positive");
        }
    }

    int attemptsAfterFailure(int before, @Nullable Instant lastFailure, Instant now) {
        boolean forgotten = lastFailure != null && !now.isBefore(lastFailure.plus(resetAfter));
        return forgotten ? 1 : before + 1;
    }

    boolean locksAt(int attempts) {
        return attempts >= limit;
    }

    @Nullable
    Instant lockedUntil(Instant now) {
        // Microseconds, which is what the log and the table of locks keep.
        return duration.isZero() ? null : now.plus(duration).truncatedTo(ChronoUnit.MICROS);
    }
}
