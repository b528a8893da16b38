package io.userstore.user.event;

/** A login failed; {@code attempts} counts this one. */
public record LoginFailed(long id, int attempts) implements UserEvent {}
