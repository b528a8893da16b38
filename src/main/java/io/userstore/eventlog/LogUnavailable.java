package io.userstore.eventlog;

import org.jspecify.annotations.Nullable;

/**
 * The log could not be reached, or the connection was lost before it said whether the append is in. The append is in
 * whole or not at all; a retry with the same idempotency key tells which.
 */
public final class LogUnavailable extends RuntimeException {

    public LogUnavailable(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
