package io.userstore.eventlog;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.Callable;
import org.axonframework.common.caching.Cache;
import org.axonframework.eventsourcing.CachingEventSourcingRepository;
import org.axonframework.eventsourcing.EventSourcedAggregate;
import org.axonframework.eventsourcing.EventSourcingRepository;
import org.axonframework.modelling.command.Aggregate;
import org.axonframework.modelling.command.ConflictingAggregateVersionException;
import org.jspecify.annotations.Nullable;

/**
 * A caching repository that notes what each command was decided on, for {@link FreshDecisions} to check, and takes an
 * expected version at its word.
 */
final class StreamRepository<T> extends CachingEventSourcingRepository<T> {

    private final Cache cache;
    private final Counter fromCache;
    private final Counter fromLog;

    StreamRepository(EventSourcingRepository.Builder<T> builder, Cache cache, MeterRegistry meters) {
        super(builder.cache(cache));
        this.cache = cache;
        this.fromCache = loads("cache", meters);
        this.fromLog = loads("log", meters);
    }

    private static Counter loads(String from, MeterRegistry meters) {
        return Counter.builder("userstore.aggregates.loaded")
                .description("aggregates that commands were decided on")
                .tag("from", from)
                .register(meters);
    }

    @Override
    protected EventSourcedAggregate<T> doLoadWithLock(String aggregateIdentifier, @Nullable Long expectedVersion) {
        boolean cached = cache.containsKey(aggregateIdentifier);
        (cached ? fromCache : fromLog).increment();
        EventSourcedAggregate<T> aggregate = super.doLoadWithLock(aggregateIdentifier, expectedVersion);
        new LoadedStream(aggregate, aggregate.version(), cached).bindToCurrentUnitOfWork();
        return aggregate;
    }

    @Override
    protected EventSourcedAggregate<T> doCreateNewForLock(Callable<T> factoryMethod) throws Exception {
        EventSourcedAggregate<T> aggregate = super.doCreateNewForLock(factoryMethod);
        new LoadedStream(aggregate, null, false).bindToCurrentUnitOfWork();
        return aggregate;
    }

    /** Axon would look for a conflict resolver first; here another version than expected is a refusal. */
    @Override
    protected void validateOnLoad(Aggregate<T> aggregate, @Nullable Long expectedVersion) {
        super.validateOnLoad(aggregate, null);
        if (expectedVersion != null && !expectedVersion.equals(aggregate.version())) {
            throw new ConflictingAggregateVersionException(
                    aggregate.identifierAsString(), expectedVersion, aggregate.version());
        }
    }
}
