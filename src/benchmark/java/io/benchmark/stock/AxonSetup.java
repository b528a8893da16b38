package io.benchmark.stock;

import io.benchmark.Users;
import io.userstore.user.LockoutPolicy;
import io.userstore.user.User;
import io.userstore.user.UserIds;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.config.AggregateConfigurer;
import org.axonframework.config.Configuration;
import org.axonframework.config.Configurer;
import org.axonframework.config.DefaultConfigurer;
import org.axonframework.eventhandling.PropagatingErrorHandler;
import org.axonframework.eventsourcing.AggregateSnapshotter;
import org.axonframework.eventsourcing.EventCountSnapshotTriggerDefinition;
import org.axonframework.eventsourcing.Snapshotter;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;
import org.axonframework.serialization.Serializer;
import org.axonframework.serialization.jackson3.Jackson3Serializer;

/** Axon's default configuration, and what its documentation says to change for production. */
final class AxonSetup {

    /** As many as the store keeps, and snapshots as often. */
    private static final long CACHED_AGGREGATES = 20_000;

    private static final int SNAPSHOT_THRESHOLD = 50;

    private AxonSetup() {}

    /** Makes the storage engine, and its tables where Hibernate does not. */
    @FunctionalInterface
    interface Engine {
        EventStorageEngine create(JpaDatabase database, Configuration axon);
    }

    static Configuration start(JpaDatabase database, Engine engine) {
        System.setProperty("disable-axoniq-console-message", "true");
        // Without the modules on the class path, which are the update check and nothing else.
        Configurer configurer = DefaultConfigurer.defaultConfiguration(false)
                .registerComponent(TransactionManager.class, axon -> database.transactions())
                .registerComponent(
                        Serializer.class,
                        axon -> Jackson3Serializer.builder()
                                .jsonMapperBuilderCustomizer(json -> json.addModule(new PlainPersonal()))
                                .build())
                .registerComponent(UserIds.class, axon -> new SequenceIds(database.dataSource()))
                .registerComponent(Clock.class, axon -> Clock.systemUTC())
                .registerComponent(
                        LockoutPolicy.class,
                        axon -> new LockoutPolicy(Users.NO_LOCKOUT, Duration.ofMinutes(15), Duration.ofHours(24)))
                .registerComponent(Snapshotter.class, AxonSetup::snapshotter)
                .configureEmbeddedEventStore(axon -> engine.create(database, axon))
                .configureAggregate(AggregateConfigurer.defaultConfiguration(User.class)
                        .configureCache(axon -> new BoundedCache(CACHED_AGGREGATES))
                        .configureSnapshotTrigger(axon ->
                                new EventCountSnapshotTriggerDefinition(axon.snapshotter(), SNAPSHOT_THRESHOLD)));
        configurer
                .eventProcessing()
                .usingSubscribingEventProcessors()
                .registerDefaultListenerInvocationErrorHandler(axon -> PropagatingErrorHandler.instance())
                .registerDefaultErrorHandler(axon -> PropagatingErrorHandler.instance())
                .registerEventHandler(axon -> new UsersProjection(database.entityManager()));
        return configurer.start();
    }

    /** Axon's default, but on a thread of its own. */
    private static Snapshotter snapshotter(Configuration axon) {
        ExecutorService executor = Executors.newSingleThreadExecutor(task -> {
            Thread thread = new Thread(task, "stock-snapshotter");
            thread.setDaemon(true);
            return thread;
        });
        axon.onShutdown(executor::shutdown);
        return AggregateSnapshotter.builder()
                .eventStore(axon.eventStore())
                .transactionManager(axon.getComponent(TransactionManager.class))
                .aggregateFactories(axon.aggregateFactory(User.class))
                .repositoryProvider(axon::repository)
                .parameterResolverFactory(axon.parameterResolverFactory())
                .handlerDefinition(axon.handlerDefinition(User.class))
                .executor(executor)
                .build();
    }
}
