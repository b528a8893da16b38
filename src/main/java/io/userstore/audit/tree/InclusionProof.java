package io.userstore.audit.tree;

import java.util.List;

/**
 * That an event is in the log, by RFC 9162, section 2.1.3.
 *
 * @param size of the tree
 * @param index of the leaf, one less than the event's position
 * @param leafHash in base64
 * @param hashes from the leaf upwards, each in base64
 */
public record InclusionProof(long size, long index, String leafHash, List<String> hashes) {}
