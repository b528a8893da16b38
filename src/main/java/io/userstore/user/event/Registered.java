package io.userstore.user.event;

import org.jspecify.annotations.Nullable;

/** A user was registered. E-mail is the normalized address, hash a whole PHC or modular-crypt string. */
public record Registered(
        long id,
        Personal email,
        Personal passwordHash,
        Personal name,
        @Nullable Personal targetRole,
        @Nullable Personal experienceLevel,
        String accountStatus)
        implements UserEvent {}
