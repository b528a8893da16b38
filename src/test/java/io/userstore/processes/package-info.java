/**
 * What only whole processes can show: stores started from the packaged jar are killed, paused and cut off from their
 * PostgreSQL. Run by failsafe, on one PostgreSQL and mostly the same two stores. Imports nothing of the store: it is
 * seen over HTTP and in its database.
 */
@NullMarked
package io.userstore.processes;

import org.jspecify.annotations.NullMarked;
