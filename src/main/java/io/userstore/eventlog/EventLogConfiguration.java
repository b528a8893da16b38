package io.userstore.eventlog;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.api.OpenTelemetry;
import java.util.List;
import javax.sql.DataSource;
import org.axonframework.commandhandling.CommandBus;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.commandhandling.SimpleCommandBus;
import org.axonframework.messaging.Message;
import org.axonframework.messaging.MessageHandlerInterceptor;
import org.axonframework.messaging.correlation.CorrelationDataProvider;
import org.axonframework.messaging.interceptors.CorrelationDataInterceptor;
import org.axonframework.serialization.Serializer;
import org.axonframework.serialization.upcasting.event.EventUpcaster;
import org.axonframework.serialization.upcasting.event.EventUpcasterChain;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(EventLogProperties.class)
class EventLogConfiguration {

    @Bean
    AppendSession appendSession(DataSource dataSource) {
        return new AppendSession(dataSource);
    }

    @Bean
    LogTail logTail(DataSource dataSource, ObjectProvider<StreamMemory> memories) {
        return new LogTail(dataSource, () -> memories.stream().toList(), true);
    }

    @Bean
    Appender appender(
            AppendSession session,
            LogTail tail,
            ObjectProvider<AppendCondition> conditions,
            ObjectProvider<ConstraintMeaning> meanings,
            ObjectProvider<BatchParticipant> participants,
            ObjectProvider<CommitObserver> observers,
            ObjectProvider<OpenTelemetry> telemetry,
            MeterRegistry meters) {
        BatchSpans spans = new BatchSpans(telemetry.getIfAvailable(OpenTelemetry::noop));
        AppendTransaction transaction = new AppendTransaction(
                session,
                new AppendStatements(session.jdbc()),
                conditions.orderedStream().toList(),
                meanings.orderedStream().toList(),
                participants.orderedStream().toList(),
                spans);
        return new Appender(
                transaction,
                spans,
                new AppendMeters(meters),
                observers.orderedStream().toList(),
                tail::wake);
    }

    @Bean
    WatchSession watchSession(DataSource dataSource) {
        return new WatchSession(dataSource);
    }

    @Bean
    LogWatch logWatch(
            WatchSession session, Appender appender, ObjectProvider<LogConsumer> consumers, MeterRegistry meters) {
        return new LogWatch(session, appender, () -> consumers.orderedStream().toList(), meters);
    }

    /** Says no more: who asks need not be known. */
    @Bean
    HealthIndicator appendHealthIndicator(LogWatch watch) {
        return () -> (watch.canAppend() ? Health.up() : Health.outOfService()).build();
    }

    @Bean
    @Qualifier("eventSerializer")
    Serializer eventSerializer(StoredTypes types, Sealing sealing) {
        return new StoredTypesSerializer(types, sealing);
    }

    @Bean
    LogReader logReader(JdbcTemplate jdbc, Sealing sealing) {
        return new LogReader(jdbc, sealing);
    }

    @Bean
    EventLogEngine eventLogEngine(
            Appender appender,
            LogReader reader,
            Sealing sealing,
            @Qualifier("eventSerializer") Serializer eventSerializer,
            ObjectProvider<EventUpcaster> upcasters,
            MeterRegistry meters) {
        return EventLogEngine.builder(appender, reader, sealing, meters)
                .eventSerializer(eventSerializer)
                .snapshotSerializer(eventSerializer)
                .snapshotFilter(new CurrentRevision(eventSerializer))
                .upcasterChain(new EventUpcasterChain(upcasters.orderedStream().toList()))
                .build();
    }

    @Bean
    LoggedEvents loggedEvents(
            LogReader reader,
            LogTail tail,
            @Qualifier("eventSerializer") Serializer eventSerializer,
            ObjectProvider<EventUpcaster> upcasters) {
        return new LoggedEvents(
                reader,
                tail,
                eventSerializer,
                new EventUpcasterChain(upcasters.orderedStream().toList()));
    }

    @Bean
    EventLog eventLog(EventLogEngine engine, LogTail tail) {
        return EventLog.of(engine, tail);
    }

    @Bean
    StoredEvents storedEvents(JdbcTemplate jdbc) {
        return new StoredEvents(jdbc);
    }

    @Bean
    AggregateCache aggregateCache(EventLogProperties properties, MeterRegistry meters) {
        AggregateCache cache = new AggregateCache(properties.cachedAggregates());
        Gauge.builder("userstore.aggregates.cached", cache, AggregateCache::size)
                .description("aggregates in the cache")
                .register(meters);
        return cache;
    }

    @Bean
    StreamAggregates streamAggregates(AggregateCache cache, EventLogProperties properties, MeterRegistry meters) {
        return new StreamAggregates(cache, properties.snapshotThreshold(), meters);
    }

    @Bean
    CorrelationDataProvider commandOrigin() {
        return new CommandOrigin();
    }

    /** Without a transaction of its own: the append transaction is the only one a command needs. */
    @Bean
    @Qualifier("localSegment")
    CommandBus commandBus(
            Appender appender,
            JdbcTemplate jdbc,
            Sealing sealing,
            List<CorrelationDataProvider> origins,
            ObjectProvider<CommandObserver> observers,
            @Qualifier("eventSerializer") Serializer eventSerializer,
            @Qualifier("messageSerializer") Serializer messageSerializer) {
        SimpleCommandBus bus = SimpleCommandBus.builder().build();
        // Outermost, so that they see only decisions that were made on the log's state.
        observers.orderedStream().forEach(observer -> bus.registerHandlerInterceptor(observed(observer)));
        bus.registerHandlerInterceptor(new CorrelationDataInterceptor<>(origins));
        bus.registerHandlerInterceptor(
                new IdempotentCommands(new IdempotencyKeys(jdbc), eventSerializer, messageSerializer, sealing));
        bus.registerHandlerInterceptor(new FreshDecisions(appender, eventSerializer, sealing));
        return bus;
    }

    private static MessageHandlerInterceptor<CommandMessage<?>> observed(CommandObserver observer) {
        return (unitOfWork, chain) -> {
            Object result = chain.proceed();
            observer.decided(
                    unitOfWork.getMessage(), result instanceof Message<?> message ? message.getPayload() : result);
            return result;
        };
    }
}
