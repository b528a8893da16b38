package io.userstore.eventlog;

import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.axonframework.common.caching.Cache;
import org.axonframework.config.AggregateConfigurer;
import org.axonframework.config.Configuration;
import org.axonframework.eventsourcing.AggregateSnapshotter;
import org.axonframework.eventsourcing.EventCountSnapshotTriggerDefinition;
import org.axonframework.eventsourcing.EventSourcingRepository;
import org.axonframework.eventsourcing.GenericAggregateFactory;
import org.axonframework.eventsourcing.Snapshotter;
import org.axonframework.messaging.annotation.HandlerDefinition;
import org.axonframework.modelling.command.inspection.AnnotatedAggregateMetaModelFactory;

/** Configures aggregates to live on this log: cached, snapshotted, and never decided upon when stale. */
public final class StreamAggregates {

    private final Cache cache;
    private final int snapshotThreshold;

    StreamAggregates(Cache cache, int snapshotThreshold) {
        this.cache = cache;
        this.snapshotThreshold = snapshotThreshold;
    }

    /** The configuration of one aggregate type, to be handed to Axon's configurer. */
    public <T> AggregateConfigurer<T> of(Class<T> aggregateType) {
        return AggregateConfigurer.defaultConfiguration(aggregateType)
                .configureCommandTargetResolver(configuration -> new ExpectedVersionResolver())
                .configureRepository(configuration -> repository(aggregateType, configuration));
    }

    private <T> StreamRepository<T> repository(Class<T> aggregateType, Configuration axon) {
        HandlerDefinition handlers = axon.handlerDefinition(aggregateType);
        GenericAggregateFactory<T> factory =
                new GenericAggregateFactory<>(AnnotatedAggregateMetaModelFactory.inspectAggregate(
                        aggregateType, axon.parameterResolverFactory(), handlers));
        Snapshotter snapshotter = AggregateSnapshotter.builder()
                .eventStore(axon.eventStore())
                .aggregateFactories(factory)
                .repositoryProvider(axon::repository)
                .parameterResolverFactory(axon.parameterResolverFactory())
                .handlerDefinition(handlers)
                .executor(offTheCommandsPath(axon))
                .build();
        EventSourcingRepository.Builder<T> builder = EventSourcingRepository.builder(aggregateType)
                .eventStore(axon.eventStore())
                .aggregateFactory(factory)
                .repositoryProvider(axon::repository)
                .parameterResolverFactory(axon.parameterResolverFactory())
                .handlerDefinition(handlers)
                .snapshotTriggerDefinition(new EventCountSnapshotTriggerDefinition(snapshotter, snapshotThreshold));
        return new StreamRepository<>(builder, cache);
    }

    /** One thread is enough for what nobody waits for. */
    private static Executor offTheCommandsPath(Configuration axon) {
        ExecutorService executor = Executors.newSingleThreadExecutor(task -> {
            Thread thread = new Thread(task, "snapshotter");
            thread.setDaemon(true);
            return thread;
        });
        axon.onShutdown(executor::shutdown);
        return executor;
    }
}
