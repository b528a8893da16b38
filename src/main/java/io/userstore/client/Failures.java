package io.userstore.client;

import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** What futures fail with. */
final class Failures {

    private Failures() {}

    /** Out of what stages of a future wrap it in. */
    static @Nullable Throwable cause(@Nullable Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }
}
