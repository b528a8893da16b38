/**
 * Examines a store: its tables, its log and what is derived from it, its keys. Reads, and tries in a transaction that it
 * rolls back; changes nothing. May import the schema, the log and the keys; imported by the command line only.
 */
@NullMarked
package io.userstore.doctor;

import org.jspecify.annotations.NullMarked;
