/**
 * Carries the log to Kafka, where that is configured. May import the log and the form of its events from the audit; imported
 * by nobody.
 */
@NullMarked
package io.userstore.relay;

import org.jspecify.annotations.NullMarked;
