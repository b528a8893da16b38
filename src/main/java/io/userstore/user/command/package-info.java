/**
 * One record per command, made of values that cannot be invalid. May import {@code io.userstore.user}'s values and
 * Axon's annotations.
 */
@NullMarked
package io.userstore.user.command;

import org.jspecify.annotations.NullMarked;
