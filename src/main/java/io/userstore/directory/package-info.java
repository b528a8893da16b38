/**
 * The read side: the {@code users} table, written in the append transaction, and the queries on it. May import the
 * domain's values and events, and what the log offers its participants.
 */
@NullMarked
package io.userstore.directory;

import org.jspecify.annotations.NullMarked;
