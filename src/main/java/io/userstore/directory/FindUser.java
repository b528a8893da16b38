package io.userstore.directory;

/** Asks for one {@link UserView}; a deleted user is found only with {@code includeDeleted}. */
public record FindUser(long id, boolean includeDeleted) {}
