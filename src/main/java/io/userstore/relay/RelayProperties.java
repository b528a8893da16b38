package io.userstore.relay;

import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of the relay.
 *
 * @param bootstrapServers of the brokers, {@code host:port}, separated by commas; without them there is no relay
 * @param topic for all events
 * @param partitions of the topic if it has to be made
 * @param replicationFactor of the topic if it has to be made; -1 for the brokers' default
 * @param personalData whether personal texts leave the store
 * @param properties further settings of Kafka's clients, by Kafka's names
 */
@ConfigurationProperties("userstore.kafka")
record RelayProperties(
        @DefaultValue("") String bootstrapServers,
        @DefaultValue("userstore.events") String topic,
        @DefaultValue("12") int partitions,
        @DefaultValue("-1") short replicationFactor,
        @DefaultValue("false") boolean personalData,
        @DefaultValue Map<String, String> properties) {}
