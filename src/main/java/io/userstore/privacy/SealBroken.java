package io.userstore.privacy;

import org.jspecify.annotations.Nullable;

/**
 * Something sealed does not verify: it was changed, or moved here from elsewhere, behind the store's back. Never said of
 * what was erased, or of keys out of reach.
 */
public final class SealBroken extends RuntimeException {

    /** @param message names the event, and shows nothing of what it says */
    SealBroken(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
