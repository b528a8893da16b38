package io.userstore.directory;

import io.userstore.user.AccountStatus;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What an authentication service needs to check a password.
 *
 * @param accountStatus as it binds now: a lock that is over is not shown any more, even before it is released
 */
public record CredentialsView(
        long id,
        String passwordHash,
        AccountStatus accountStatus,
        @Nullable Instant lockedUntil) {

    /** Shows no hash. */
    @Override
    public String toString() {
        return "CredentialsView[id=" + id + "]";
    }
}
