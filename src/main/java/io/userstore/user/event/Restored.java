package io.userstore.user.event;

/** A soft deletion was undone. */
public record Restored(long id) implements UserEvent {}
