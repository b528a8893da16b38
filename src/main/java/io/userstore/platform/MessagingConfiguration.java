package io.userstore.platform;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.api.OpenTelemetry;
import io.userstore.user.command.UserCommand;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.UUID;
import javax.sql.DataSource;
import org.axonframework.commandhandling.CommandBus;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.commandhandling.gateway.DefaultCommandGateway;
import org.axonframework.common.jdbc.UnitOfWorkAwareConnectionProviderWrapper;
import org.axonframework.config.ConfigurerModule;
import org.axonframework.eventhandling.PropagatingErrorHandler;
import org.axonframework.eventhandling.tokenstore.TokenStore;
import org.axonframework.eventhandling.tokenstore.jdbc.JdbcTokenStore;
import org.axonframework.eventhandling.tokenstore.jdbc.TokenSchema;
import org.axonframework.queryhandling.QueryBus;
import org.axonframework.queryhandling.SimpleQueryBus;
import org.axonframework.serialization.Serializer;
import org.axonframework.serialization.jackson3.Jackson3SerializerCustomizer;
import org.axonframework.spring.jdbc.SpringDataSourceConnectionProvider;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.jsontype.BasicPolymorphicTypeValidator;

/** Axon's buses and processors, where its defaults would cost or lose something. */
@Configuration(proxyBeanMethods = false)
class MessagingConfiguration {

    /** Of a processor's token: for so long a node that was killed keeps the others from going on in its place. */
    private static final Duration CLAIM = Duration.ofSeconds(3);

    private static final long RENEWAL_MILLIS = 1_000;

    @Bean
    CommandGateway commandGateway(
            CommandBus commandBus, MeterRegistry meters, ObjectProvider<OpenTelemetry> telemetry) {
        Counter retries = Counter.builder("userstore.commands.retried")
                .description("decisions that were made anew after a lost race")
                .register(meters);
        return new ObservedCommands(
                DefaultCommandGateway.builder()
                        .commandBus(commandBus)
                        .retryScheduler(new CommandFailures(retries::increment)),
                new CommandMeters(meters, UserCommand.class.getPermittedSubclasses()),
                telemetry.getIfAvailable(OpenTelemetry::noop));
    }

    /** Without a transaction around each query: every query here is one statement. */
    @Bean
    @Qualifier("localSegment")
    QueryBus queryBus() {
        return SimpleQueryBus.builder().build();
    }

    /**
     * Tokens hold tokens, whose class Jackson 3 reads back only from packages it was told to trust (AxonFramework
     * #4160): without this a processor that is started on a log with events cannot read its own token.
     */
    @Bean
    Jackson3SerializerCustomizer trustedTypes() {
        return json -> json.polymorphicTypeValidator(BasicPolymorphicTypeValidator.builder()
                .allowIfSubType("org.axonframework.")
                .allowIfSubType("io.userstore.")
                .build());
    }

    /** By JDBC, because Hibernate would make large objects ({@code oid}) of Axon's token entity on PostgreSQL. */
    @Bean
    TokenStore tokenStore(DataSource dataSource, Serializer serializer) {
        return JdbcTokenStore.builder()
                .connectionProvider(new UnitOfWorkAwareConnectionProviderWrapper(
                        new SpringDataSourceConnectionProvider(dataSource)))
                .serializer(serializer)
                .claimTimeout(CLAIM)
                // Axon's default is the process at its host, of which two containers may have the same.
                .nodeId(ManagementFactory.getRuntimeMXBean().getName() + "/" + UUID.randomUUID())
                .schema(TokenSchema.builder()
                        .setTokenTable("tracking_tokens")
                        .setProcessorNameColumn("processor_name")
                        .setSegmentColumn("segment")
                        .setTokenColumn("token")
                        .setTokenTypeColumn("token_type")
                        .setTimestampColumn("claimed_at")
                        .setOwnerColumn("owner")
                        .build())
                .build();
    }

    @Bean
    ConfigurerModule claimsAreRenewedInTime() {
        return configurer -> configurer
                .eventProcessing()
                .registerPooledStreamingEventProcessorConfiguration((configuration, processor) ->
                        processor.claimExtensionThreshold(RENEWAL_MILLIS).tokenClaimInterval(RENEWAL_MILLIS));
    }

    /** Axon's default logs a failed event handler and goes on; here nothing is ever skipped. */
    @Bean
    ConfigurerModule failuresPropagate() {
        return configurer -> configurer
                .eventProcessing()
                .registerDefaultListenerInvocationErrorHandler(configuration -> PropagatingErrorHandler.instance())
                .registerDefaultErrorHandler(configuration -> PropagatingErrorHandler.instance());
    }
}
