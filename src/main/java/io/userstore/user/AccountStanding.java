package io.userstore.user;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a caller needs to know after a failed login.
 *
 * @param failedLoginAttempts failures counted since the last success, unlock or pause
 * @param lockedUntil when the lock ends by itself (UTC, microseconds); absent when not locked or locked for good
 * @param counted whether this failure was counted; a LOCKED or SUSPENDED account only answers its status
 */
public record AccountStanding(
        AccountStatus accountStatus,
        int failedLoginAttempts,
        @Nullable Instant lockedUntil,
        boolean counted) {}
