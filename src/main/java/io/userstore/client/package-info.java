/**
 * For services in other JVMs: Axon's buses with the store behind them, over HTTP. Packaged with the commands, queries and
 * answers as a jar of its own (classifier {@code client}), which has nothing else of the store. May import values,
 * commands and rejections, the records of queries and answers, and the keys of metadata; nobody imports it.
 */
@NullMarked
package io.userstore.client;

import org.jspecify.annotations.NullMarked;
