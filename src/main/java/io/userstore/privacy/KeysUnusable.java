package io.userstore.privacy;

import org.jspecify.annotations.Nullable;

/** The store cannot start with these keys, or this ledger of erasures. */
final class KeysUnusable extends RuntimeException {

    private final String cure;

    KeysUnusable(String message, String cure, @Nullable Throwable cause) {
        super(message, cause);
        this.cure = cure;
    }

    /** What the operator can do about it. */
    String cure() {
        return cure;
    }
}
