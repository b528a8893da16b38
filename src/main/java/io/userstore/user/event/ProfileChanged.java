package io.userstore.user.event;

import org.jspecify.annotations.Nullable;

/** The whole profile as it is now. */
public record ProfileChanged(
        long id,
        String name,
        @Nullable String targetRole,
        @Nullable String experienceLevel) implements UserEvent {

    /** Shows no personal data: this ends up in messages and logs. */
    @Override
    public String toString() {
        return "ProfileChanged[id=" + id + "]";
    }
}
