package io.userstore.audit.tree;

/** Asks for the key that verifies checkpoints, as C2SP signed-note writes it: name, hash and key with pluses between. */
public record FindVerifierKey() {}
