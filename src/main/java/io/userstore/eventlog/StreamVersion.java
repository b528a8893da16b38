package io.userstore.eventlog;

/** A stream and the version that a decision was made on. */
record StreamVersion(String aggregateId, long version) {}
