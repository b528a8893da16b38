package io.userstore.audit.tree;

import org.jspecify.annotations.Nullable;

/**
 * Asks for the proof that an event is in the log.
 *
 * @param position of the event
 * @param size of the tree that it is to be proven of; null for that of the newest checkpoint
 */
public record FindInclusionProof(long position, @Nullable Long size) {}
