package io.userstore.client;

import org.axonframework.common.AxonTransientException;
import org.jspecify.annotations.Nullable;

/**
 * A command was sent, and its answer did not come in time: it has taken effect, or will, or never does. Whoever sends it
 * again under the {@link #idempotencyKey()} gets its outcome and never a second effect.
 */
public final class OutcomeUnknown extends AxonTransientException {

    private final String idempotencyKey;

    OutcomeUnknown(String idempotencyKey, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.idempotencyKey = idempotencyKey;
    }

    /** The caller's own, or the one the client made; to be given as metadata {@code idempotencyKey}. */
    public String idempotencyKey() {
        return idempotencyKey;
    }
}
