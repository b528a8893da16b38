package io.userstore.audit.tree;

import java.util.Objects;

/** The log and the tree over it do not fit together: one of them was changed behind the store's back, or was restored alone. */
final class LogDamaged extends RuntimeException {

    LogDamaged(String message) {
        super(message);
    }

    @Override
    public String getMessage() {
        return Objects.requireNonNull(super.getMessage());
    }

    static LogDamaged cutOff(long size, long head) {
        return new LogDamaged("the log was cut off: the tree has " + size + " events, and from position " + (head + 1)
                + " on they are missing");
    }
}
