package io.userstore.web;

import io.userstore.user.AccountStanding;
import io.userstore.user.AccountStatus;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What a caller needs to know after a failed login. */
record FailedLoginAnswer(
        AccountStatus accountStatus,
        int failedLoginAttempts,
        @Nullable Instant lockedUntil) {

    static FailedLoginAnswer of(AccountStanding standing) {
        return new FailedLoginAnswer(standing.accountStatus(), standing.failedLoginAttempts(), standing.lockedUntil());
    }
}
