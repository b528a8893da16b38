package io.userstore.directory;

/** Asks for the {@link UserView} as the event of that version left it. */
public record FindUserAtVersion(long id, long version) {}
