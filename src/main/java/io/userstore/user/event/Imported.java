package io.userstore.user.event;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A user was taken over from another table, all of it as it was there: nothing that was before counts any more. LOCKED
 * has no end, as when an administrator locks.
 *
 * @param createdAt a time of that table (UTC, microseconds), as the others
 */
public record Imported(
        long id,
        Personal email,
        Personal passwordHash,
        Personal name,
        @Nullable Personal targetRole,
        @Nullable Personal experienceLevel,
        String accountStatus,
        int failedLoginAttempts,
        @Nullable Instant lastLoginAt,
        Instant createdAt,
        Instant updatedAt,
        @Nullable Instant deletedAt)
        implements UserEvent {}
