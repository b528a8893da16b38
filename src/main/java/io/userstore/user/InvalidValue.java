package io.userstore.user;

/**
 * A value no user can have. The message reads on from the field's name ("must be ...") and may be shown to a client: it
 * says what is allowed and never what was given.
 */
public final class InvalidValue extends IllegalArgumentException {

    /** @param message what is allowed, never what was given */
    public InvalidValue(String message) {
        super(message);
    }

    /** An ordinary answer to a client, whose trace would only name our own constructors: none is taken. */
    @Override
    public Throwable fillInStackTrace() {
        return this;
    }
}
