package io.userstore.user.event;

/** The account moved to another normalized address; the old one is free again. */
public record EmailChanged(long id, Personal email) implements UserEvent {}
