package io.userstore.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KafkaSettingsTest {

    private static KafkaSettings with(Map<String, String> properties) {
        return new KafkaSettings(
                new RelayProperties("127.0.0.1:1", "events", 1, (short) -1, false, Map.copyOf(properties)));
    }

    @Test
    void whatKeepsEventsFromBeingLostOrMixedUpIsNotSwitchedOff() {
        Map<String, Object> settings = with(Map.of(
                        "transactional.id", "mine",
                        "enable.idempotence", "false",
                        "acks", "1",
                        "retries", "0",
                        "max.in.flight.requests.per.connection", "100",
                        "partitioner.ignore.keys", "true"))
                .producer();

        assertThat(settings)
                .containsEntry("transactional.id", "userstore-relay.events")
                .containsEntry("enable.idempotence", "true")
                .containsEntry("acks", "all")
                .containsEntry("partitioner.ignore.keys", "false");
    }

    @ParameterizedTest
    @CsvSource({
        "partitioner.class, org.apache.kafka.clients.producer.RoundRobinPartitioner",
        "delivery.timeout.ms, 4000",
        "linger.ms, 9000",
        "default.api.timeout.ms, 4000",
        "compression.type, best"
    })
    void whatCannotWorkEndsTheStart(String name, String value) {
        assertThatThrownBy(() -> with(Map.of(name, value)))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(name);
    }
}
