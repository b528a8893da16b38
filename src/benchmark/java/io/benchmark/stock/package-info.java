/**
 * The same aggregate on Axon as it comes, tuned as its documentation says: its own storage engines, its command bus, its
 * locks, and a JPA projection of {@code users} in the command's transaction.
 */
@NullMarked
package io.benchmark.stock;

import org.jspecify.annotations.NullMarked;
