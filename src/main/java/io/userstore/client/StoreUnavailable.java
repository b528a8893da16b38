package io.userstore.client;

import org.axonframework.common.AxonTransientException;
import org.jspecify.annotations.Nullable;

/** A command was not sent to any store; a query has no answer, because no store could be reached in time, or the one that
 * could failed (5xx) or gave none that can be read. */
public final class StoreUnavailable extends AxonTransientException {

    StoreUnavailable(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
