package io.userstore.user.event;

/** The user was marked deleted; its address stays reserved. */
public record SoftDeleted(long id) implements UserEvent {}
