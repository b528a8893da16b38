package io.userstore.user.event;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The account status changed. Whatever the cause, leaving LOCKED puts the failed attempts back at zero.
 *
 * @param cause one of the constants of this record
 * @param lockedUntil the end of a lock that ends by itself (UTC, microseconds), absent otherwise
 */
public record StatusChanged(
        long id,
        String from,
        String to,
        String cause,
        @Nullable Instant lockedUntil) implements UserEvent {

    public static final String ADMINISTRATOR = "ADMINISTRATOR";
    public static final String TOO_MANY_FAILED_LOGINS = "TOO_MANY_FAILED_LOGINS";
    public static final String LOCK_EXPIRED = "LOCK_EXPIRED";
}
