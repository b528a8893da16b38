package io.userstore.audit.tree;

import org.jspecify.annotations.Nullable;

/**
 * Asks for the proof that the log has only grown.
 *
 * @param from size of the older tree
 * @param to size of the newer one; null for that of the newest checkpoint
 */
public record FindConsistencyProof(long from, @Nullable Long to) {}
