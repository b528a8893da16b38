package io.userstore.user.event;

/** Whatever was personal of the user is gone, in all of its events; the address is free again. Nothing comes after it. */
public record Erased(long id) implements UserEvent {}
