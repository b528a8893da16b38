package io.userstore.directory;

import io.userstore.user.AccountStatus;
import io.userstore.user.ExperienceLevel;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A user's profile as of one version; the password hash is never in it. Times are UTC, to the microsecond.
 *
 * @param version of the user's stream: 0 after registration, one more with each event
 */
public record UserView(
        long id,
        String email,
        String name,
        @Nullable String targetRole,
        @Nullable ExperienceLevel experienceLevel,
        AccountStatus accountStatus,
        int failedLoginAttempts,
        @Nullable Instant lastLoginAt,
        @Nullable Instant lockedUntil,
        Instant createdAt,
        Instant updatedAt,
        @Nullable Instant deletedAt,
        long version) {

    /** Shows no personal data. */
    @Override
    public String toString() {
        return "UserView[id=" + id + ", version=" + version + "]";
    }
}
