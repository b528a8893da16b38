package io.userstore.web;

import org.jspecify.annotations.Nullable;

/**
 * What became of a command.
 *
 * @param id the user it was about
 * @param version the user's version once it was done
 * @param payload what its handler answered
 */
record Outcome(long id, long version, @Nullable Object payload) {}
