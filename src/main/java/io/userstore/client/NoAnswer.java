package io.userstore.client;

import org.jspecify.annotations.Nullable;

/** A request's time was over before any store had answered it. */
final class NoAnswer extends Exception {

    private final boolean sent;

    /** @param sent whether a store may have got it */
    NoAnswer(String message, boolean sent, @Nullable Throwable cause) {
        super(message, cause);
        this.sent = sent;
    }

    boolean sent() {
        return sent;
    }
}
