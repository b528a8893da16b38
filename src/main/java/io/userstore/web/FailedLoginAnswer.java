package io.userstore.web;

import io.userstore.user.AccountStanding;
import io.userstore.user.AccountStatus;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a caller needs to know after a failed login.
 *
 * @param counted whether this failure was; a locked or suspended account only answers its status
 */
record FailedLoginAnswer(
        AccountStatus accountStatus,
        int failedLoginAttempts,
        @Nullable Instant lockedUntil,
        boolean counted) {

    static FailedLoginAnswer of(AccountStanding standing) {
        return new FailedLoginAnswer(
                standing.accountStatus(), standing.failedLoginAttempts(), standing.lockedUntil(), standing.counted());
    }
}
