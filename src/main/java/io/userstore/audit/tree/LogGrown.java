package io.userstore.audit.tree;

/**
 * The log has events that the tree does not have.
 *
 * @param after the position before the first of them
 * @param upTo the position of the last of them
 * @param toTheHead whether there were no more when that was seen
 */
record LogGrown(long after, long upTo, boolean toTheHead) {}
