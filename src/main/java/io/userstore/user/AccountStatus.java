package io.userstore.user;

/** Whether a user may log in. {@code LOCKED} follows failed logins, {@code SUSPENDED} is an administrator's. */
public enum AccountStatus {
    PENDING_VERIFICATION,
    ACTIVE,
    SUSPENDED,
    LOCKED;

    /** Whether an administrator may change this status to another; false for the status itself. */
    public boolean mayBecome(AccountStatus to) {
        return switch (this) {
            case PENDING_VERIFICATION -> to == ACTIVE || to == SUSPENDED || to == LOCKED;
            case ACTIVE -> to == SUSPENDED || to == LOCKED;
            case SUSPENDED -> to == ACTIVE;
            case LOCKED -> to == ACTIVE || to == SUSPENDED;
        };
    }
}
