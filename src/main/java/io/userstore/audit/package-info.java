/**
 * What auditors get to see: the log as a feed, a user's history, travel in time, proofs that nobody rewrote it; and who read
 * what. May import the domain's values and events, the directory, privacy and the log; imported by the web and the command
 * line.
 */
@NullMarked
package io.userstore.audit;

import org.jspecify.annotations.NullMarked;
