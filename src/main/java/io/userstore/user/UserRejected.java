package io.userstore.user;

/** A command that was understood and refused. It left nothing behind. */
public final class UserRejected extends RuntimeException {

    /** Why, as a stable code that clients may rely on. */
    public enum Code {
        USER_NOT_FOUND("user-not-found"),
        EMAIL_ALREADY_REGISTERED("email-already-registered"),
        INVALID_TRANSITION("invalid-transition"),
        ACCOUNT_NOT_ACTIVE("account-not-active"),
        USER_DELETED("user-deleted"),
        VERSION_CONFLICT("version-conflict"),
        CONCURRENT_MODIFICATION("concurrent-modification"),
        IDEMPOTENCY_KEY_REUSED("idempotency-key-reused");

        private final String text;

        Code(String text) {
            this.text = text;
        }

        @Override
        public String toString() {
            return text;
        }
    }

    private final Code code;

    /** @param message for people; shows no personal data */
    public UserRejected(Code code, String message) {
        // An ordinary answer, given thousands of times a second under attack: no stack trace.
        super(message, null, false, false);
        this.code = code;
    }

    public Code code() {
        return code;
    }
}
