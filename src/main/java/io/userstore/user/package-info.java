/**
 * The domain, write side: the user, its values, rules and rejections. Of this project it may import only itself and its
 * commands and events, {@code io.userstore.eventlog} never. Of frameworks it may import Axon's and Jackson's
 * annotations, and ICU for Unicode's rules.
 */
@NullMarked
package io.userstore.user;

import org.jspecify.annotations.NullMarked;
