/**
 * Wiring: the embedded PostgreSQL with its data folder and administrator token, what the store demands of any
 * database, serialization, metrics. It may import every other package and is imported by none: what it finds out
 * reaches them as beans of Spring's types or as properties.
 */
@NullMarked
package io.userstore.platform;

import org.jspecify.annotations.NullMarked;
