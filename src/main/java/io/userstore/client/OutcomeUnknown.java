package io.userstore.client;

import org.axonframework.common.AxonTransientException;
import org.jspecify.annotations.Nullable;

/**
 * A command was sent, and no answer of the store's came that says what became of it: none in time or before the client was
 * closed, a failure (5xx), one that cannot be read, or a refusal after an attempt that may have arrived. It has taken effect,
 * or will, or never does. Whoever sends it
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
