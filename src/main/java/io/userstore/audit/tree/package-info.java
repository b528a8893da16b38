/**
 * Tamper evidence: a Merkle tree over the log by RFC 9162, its signed checkpoints and proofs, and the verification of the
 * log against them. May import the log's stored bytes and the key of the checkpoints from privacy.
 */
@NullMarked
package io.userstore.audit.tree;

import org.jspecify.annotations.NullMarked;
