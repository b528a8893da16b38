/**
 * The same aggregate on Axon as it comes, tuned as its documentation says: its own storage engines, its command bus, its
 * locks, and a JPA projection of {@code users} in the command's transaction. What the store adds to Axon for the whole
 * JVM, identifiers in the order of time, it has too; the store's guarantees on top of Axon's, it has not.
 */
@NullMarked
package io.benchmark.stock;

import org.jspecify.annotations.NullMarked;
