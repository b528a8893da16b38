package io.userstore.relay;

import io.micrometer.core.instrument.MeterRegistry;
import io.userstore.audit.EventForm;
import io.userstore.eventlog.LoggedEvents;
import org.axonframework.eventhandling.tokenstore.TokenStore;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

@Configuration(proxyBeanMethods = false)
@Conditional(KafkaConfigured.class)
@EnableConfigurationProperties(RelayProperties.class)
class RelayConfiguration {

    @Bean
    RelayStatus relayStatus(RelayProperties properties, MeterRegistry meters) {
        return new RelayStatus(properties.topic(), meters);
    }

    @Bean
    RelayHealth kafkaHealthIndicator(RelayStatus status) {
        return new RelayHealth(status);
    }

    @Bean
    Relay relay(
            RelayProperties properties,
            LoggedEvents events,
            TokenStore tokens,
            PlatformTransactionManager transactions,
            JdbcOperations jdbc,
            RelayStatus status) {
        KafkaSettings settings = new KafkaSettings(properties);
        Topic topic = new Topic(settings, properties);
        return new Relay(
                events,
                new RelayToken(tokens, new TransactionTemplate(transactions), jdbc, properties.topic()),
                position -> {
                    topic.createIfMissing(position);
                    return Delivery.open(settings.producer());
                },
                new Records(
                        properties.topic(),
                        properties.personalData() ? EventForm.UNMASKED : EventForm.WITHOUT_PERSONAL_DATA),
                status);
    }
}
