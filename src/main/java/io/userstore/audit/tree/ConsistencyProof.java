package io.userstore.audit.tree;

import java.util.List;

/**
 * That a tree is the beginning of another one, by RFC 9162, section 2.1.4.
 *
 * @param from size of the older tree
 * @param to size of the newer one
 * @param hashes each in base64
 */
public record ConsistencyProof(long from, long to, List<String> hashes) {}
