package io.userstore.user.event;

import org.jspecify.annotations.Nullable;

/** A user was registered. E-mail is the normalized address, hash a whole PHC or modular-crypt string. */
public record Registered(
        long id,
        String email,
        String passwordHash,
        String name,
        @Nullable String targetRole,
        @Nullable String experienceLevel,
        String accountStatus)
        implements UserEvent {

    /** Shows no personal data: this ends up in messages and logs. */
    @Override
    public String toString() {
        return "Registered[id=" + id + "]";
    }
}
