/**
 * The tables of the store and how they came about: migrations, their undo, what the store demands of a database. May
 * import the log and the tables of keys; imported by what looks after the store.
 */
@NullMarked
package io.userstore.schema;

import org.jspecify.annotations.NullMarked;
