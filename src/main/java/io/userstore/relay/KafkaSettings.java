package io.userstore.relay;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** What Kafka's clients are told: the operator's wishes, but for those that would lose or mix up events. */
final class KafkaSettings {

    private final Map<String, Object> common = new HashMap<>();
    private final Map<String, Object> producer = new HashMap<>();

    KafkaSettings(RelayProperties properties) {
        common.put(CommonClientConfigs.CLIENT_ID_CONFIG, "userstore-relay");
        common.put(CommonClientConfigs.METRIC_REPORTER_CLASSES_CONFIG, "");
        common.put(CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG, "5000");
        common.put(CommonClientConfigs.DEFAULT_API_TIMEOUT_MS_CONFIG, "10000");
        common.put(CommonClientConfigs.RECONNECT_BACKOFF_MAX_MS_CONFIG, "1000");
        common.putAll(properties.properties());
        common.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, properties.bootstrapServers());

        producer.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, "30000");
        producer.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, "10000");
        producer.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, "10000");
        producer.putAll(common);
        producer.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, "userstore-relay." + properties.topic());
        producer.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, "5");
        producer.put(ProducerConfig.RETRIES_CONFIG, Integer.toString(Integer.MAX_VALUE));
        producer.put(ProducerConfig.ACKS_CONFIG, "all");
        producer.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, "true");
        producer.put(ProducerConfig.PARTITIONER_IGNORE_KEYS_CONFIG, "false");
        producer.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        producer.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        // What can never work ends the start, instead of being tried again for ever.
        requireUsable(new ProducerConfig(producer));
    }

    private void requireUsable(ProducerConfig config) {
        if (config.getClass(ProducerConfig.PARTITIONER_CLASS_CONFIG) != null) {
            throw new ConfigException(
                    ProducerConfig.PARTITIONER_CLASS_CONFIG + " must not be set: the events of a user stay together");
        }
        // The clients would say so, but only once they have found a broker's address.
        if (config.getInt(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG)
                < config.getLong(ProducerConfig.LINGER_MS_CONFIG)
                        + config.getInt(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG)) {
            throw new ConfigException("delivery.timeout.ms must not be less than linger.ms + request.timeout.ms");
        }
        AdminClientConfig client = new AdminClientConfig(admin());
        if (client.getInt(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG)
                < client.getInt(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG)) {
            throw new ConfigException("default.api.timeout.ms must not be less than request.timeout.ms");
        }
    }

    Map<String, Object> producer() {
        return Map.copyOf(producer);
    }

    /** Without those that only a producer has. */
    Map<String, Object> admin() {
        Map<String, Object> settings = new HashMap<>(common);
        settings.keySet()
                .removeIf(name -> ProducerConfig.configNames().contains(name)
                        && !AdminClientConfig.configNames().contains(name));
        return settings;
    }
}
