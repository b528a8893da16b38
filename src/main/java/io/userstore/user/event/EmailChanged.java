package io.userstore.user.event;

/** The account moved to another normalized address; the old one is free again. */
public record EmailChanged(long id, String email) implements UserEvent {

    /** Shows no personal data: this ends up in messages and logs. */
    @Override
    public String toString() {
        return "EmailChanged[id=" + id + "]";
    }
}
