package io.userstore.audit.tree;

/** Asks for the newest checkpoint, as the signed note that it is; there is none as long as nothing has happened. */
public record FindCheckpoint() {}
