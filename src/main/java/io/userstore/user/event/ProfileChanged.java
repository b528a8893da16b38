package io.userstore.user.event;

import org.jspecify.annotations.Nullable;

/** The whole profile as it is now. */
public record ProfileChanged(
        long id,
        Personal name,
        @Nullable Personal targetRole,
        @Nullable Personal experienceLevel) implements UserEvent {}
