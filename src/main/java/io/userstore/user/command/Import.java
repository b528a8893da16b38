package io.userstore.user.command;

import io.userstore.user.AccountStatus;
import io.userstore.user.EmailAddress;
import io.userstore.user.ExperienceLevel;
import io.userstore.user.InvalidValue;
import io.userstore.user.PasswordHash;
import io.userstore.user.PersonName;
import io.userstore.user.TargetRole;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.axonframework.modelling.command.TargetAggregateIdentifier;
import org.jspecify.annotations.Nullable;

/**
 * Takes a user over from another table as it is there: id, times and all. May come again, with other values, until
 * something happens to the user in this store; the same values again change nothing.
 *
 * @param failedLoginAttempts at most {@value #MAX_ATTEMPTS}
 * @param createdAt from year 1 to 9999, as all times here (UTC); kept to the microsecond
 */
public record Import(
        @TargetAggregateIdentifier long id,
        EmailAddress email,
        PasswordHash passwordHash,
        PersonName name,
        @Nullable TargetRole targetRole,
        @Nullable ExperienceLevel experienceLevel,
        AccountStatus accountStatus,
        int failedLoginAttempts,
        @Nullable Instant lastLoginAt,
        Instant createdAt,
        Instant updatedAt,
        @Nullable Instant deletedAt)
        implements UserCommand {

    /** Room for more of them, in ten characters. */
    public static final int MAX_ATTEMPTS = 999_999_999;

    private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999999999Z");

    /** @throws InvalidValue when a number or a time is out of range */
    public Import {
        if (id < 1) {
            throw new InvalidValue("must be a positive number");
        }
        if (failedLoginAttempts < 0 || failedLoginAttempts > MAX_ATTEMPTS) {
            throw new InvalidValue("must be from 0 to " + Integer.toString(MAX_ATTEMPTS));
        }
        lastLoginAt = lastLoginAt == null ? null : kept(lastLoginAt);
        createdAt = kept(createdAt);
        updatedAt = kept(updatedAt);
        deletedAt = deletedAt == null ? null : kept(deletedAt);
    }

    /**
     * The time as it is kept.
     *
     * @throws InvalidValue when it is out of range
     */
    public static Instant kept(Instant time) {
        if (time.isBefore(FIRST) || time.isAfter(LAST)) {
            throw new InvalidValue("must be a time of the years 1 to 9999");
        }
        return time.truncatedTo(ChronoUnit.MICROS);
    }
}
