/**
 * Brings users over from a table that was there before the store: reads and checks it, imports what can be imported, and
 * compares both in the end. May import the domain and the log.
 */
@NullMarked
package io.userstore.adoption;

import org.jspecify.annotations.NullMarked;
