package io.benchmark.stock;

import org.axonframework.common.jdbc.UnitOfWorkAwareConnectionProviderWrapper;
import org.axonframework.common.jpa.SimpleEntityManagerProvider;
import org.axonframework.config.Configuration;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;
import org.axonframework.eventsourcing.eventstore.jdbc.EventSchema;
import org.axonframework.eventsourcing.eventstore.jdbc.JdbcEventStorageEngine;
import org.axonframework.eventsourcing.eventstore.jdbc.PostgresEventTableFactory;
import org.axonframework.eventsourcing.eventstore.jpa.JpaEventStorageEngine;
import org.axonframework.eventsourcing.eventstore.jpa.SQLStateResolver;
import org.axonframework.spring.jdbc.SpringDataSourceConnectionProvider;
import org.springframework.jdbc.core.JdbcTemplate;

/** Axon's two storage engines for PostgreSQL, wired as Axon's Spring Boot starter does it. */
final class Engines {

    private static final int EVENTS_READ_AT_ONCE = 100;

    /** Documented as needed; the primary key that Hibernate makes begins with the sequence number. */
    private static final String SNAPSHOT_INDEX =
            "CREATE INDEX snapshot_event_entry_aggregate ON snapshot_event_entry (aggregate_identifier)";

    private Engines() {}

    static EventStorageEngine jpa(JpaDatabase database, Configuration axon) {
        new JdbcTemplate(database.dataSource()).execute(SNAPSHOT_INDEX);
        return JpaEventStorageEngine.builder()
                .entityManagerProvider(new SimpleEntityManagerProvider(database.entityManager()))
                .transactionManager(database.transactions())
                .persistenceExceptionResolver(new SQLStateResolver())
                .eventSerializer(axon.eventSerializer())
                .snapshotSerializer(axon.serializer())
                .snapshotFilter(axon.snapshotFilter())
                .upcasterChain(axon.upcasterChain())
                .build();
    }

    static EventStorageEngine jdbc(JpaDatabase database, Configuration axon) {
        JdbcEventStorageEngine engine = JdbcEventStorageEngine.builder()
                .connectionProvider(new UnitOfWorkAwareConnectionProviderWrapper(
                        new SpringDataSourceConnectionProvider(database.dataSource())))
                .transactionManager(database.transactions())
                .persistenceExceptionResolver(new SQLStateResolver())
                .schema(EventSchema.builder()
                        .eventTable("domain_event_entry")
                        .snapshotTable("snapshot_event_entry")
                        .build())
                .batchSize(EVENTS_READ_AT_ONCE)
                // Nobody deletes events: what does not fill a batch is the last one, and saves asking for another.
                .finalAggregateBatchPredicate(batch -> batch.size() < EVENTS_READ_AT_ONCE)
                .eventSerializer(axon.eventSerializer())
                .snapshotSerializer(axon.serializer())
                .snapshotFilter(axon.snapshotFilter())
                .upcasterChain(axon.upcasterChain())
                .build();
        engine.createSchema(PostgresEventTableFactory.INSTANCE);
        return engine;
    }
}
