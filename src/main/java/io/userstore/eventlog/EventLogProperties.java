package io.userstore.eventlog;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of the log.
 *
 * @param cachedAggregates aggregates kept in memory, at most
 * @param snapshotThreshold a snapshot is taken once a load would replay more events than this
 */
@ConfigurationProperties("userstore.event-log")
record EventLogProperties(
        @DefaultValue("20000") long cachedAggregates,
        @DefaultValue("50") int snapshotThreshold) {}
