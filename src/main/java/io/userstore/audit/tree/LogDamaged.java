package io.userstore.audit.tree;

/** The log and the tree over it do not fit together: one of them was changed behind the store's back, or was restored alone. */
final class LogDamaged extends RuntimeException {

    LogDamaged(String message) {
        super(message);
    }
}
