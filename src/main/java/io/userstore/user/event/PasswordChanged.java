package io.userstore.user.event;

/** The password hash was replaced. */
public record PasswordChanged(long id, String passwordHash) implements UserEvent {

    /** Shows no personal data: this ends up in messages and logs. */
    @Override
    public String toString() {
        return "PasswordChanged[id=" + id + "]";
    }
}
