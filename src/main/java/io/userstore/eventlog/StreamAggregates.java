package io.userstore.eventlog;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.axonframework.common.caching.Cache;
import org.axonframework.common.lock.LockFactory;
import org.axonframework.common.lock.PessimisticLockFactory;
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

    private static final int LOCK_ATTEMPT_MILLIS = 20_000;

    /** The first and the last of them do not wait. */
    private static final int LOCK_ATTEMPTS = 5;

    private final Cache cache;
    private final int snapshotThreshold;
    private final MeterRegistry meters;

    StreamAggregates(Cache cache, int snapshotThreshold, MeterRegistry meters) {
        this.cache = cache;
        this.snapshotThreshold = snapshotThreshold;
        this.meters = meters;
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
                .lockFactory(inLine())
                .snapshotTriggerDefinition(new EventCountSnapshotTriggerDefinition(snapshotter, snapshotThreshold));
        return new StreamRepository<>(builder, cache, meters);
    }

    /**
     * One command after the other on a stream. Axon's default looks for deadlocks a hundred times a second for everyone
     * who waits, and with some hundred callers on one stream does nothing else; a command that holds one lock cannot be
     * part of any. It waits for a minute, as by default.
     */
    private static LockFactory inLine() {
        return PessimisticLockFactory.builder()
                .lockAttemptTimeout(LOCK_ATTEMPT_MILLIS)
                .acquireAttempts(LOCK_ATTEMPTS)
                .build();
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
