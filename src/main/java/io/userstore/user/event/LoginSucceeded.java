package io.userstore.user.event;

/** A login succeeded: attempts are back at zero. */
public record LoginSucceeded(long id) implements UserEvent {}
