package io.userstore.user.event;

/** The password hash was replaced. */
public record PasswordChanged(long id, Personal passwordHash) implements UserEvent {}
