package io.userstore.client;

import org.axonframework.common.AxonTransientException;
import org.jspecify.annotations.Nullable;

/** No store could be reached in time: a command was not sent to any, a query has no answer. */
public final class StoreUnavailable extends AxonTransientException {

    StoreUnavailable(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
