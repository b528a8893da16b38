package io.userstore;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

/** A topic as a consumer sees it who sees only what is committed; all records from the first one on, as they come. */
public final class TestTopic implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final KafkaConsumer<String, String> consumer;
    private final List<ConsumerRecord<String, String>> records = new ArrayList<>();

    private TestTopic(KafkaConsumer<String, String> consumer) {
        this.consumer = consumer;
    }

    /** @param topic one that is there */
    public static TestTopic of(TestBroker broker, String topic) {
        KafkaConsumer<String, String> consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers", broker.bootstrapServers(),
                        "isolation.level", "read_committed",
                        "auto.offset.reset", "earliest",
                        "metric.reporters", ""),
                new StringDeserializer(),
                new StringDeserializer());
        List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                .map(info -> new TopicPartition(topic, info.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        return new TestTopic(consumer);
    }

    /** All so far, once the condition is met. */
    public List<ConsumerRecord<String, String>> await(Predicate<List<ConsumerRecord<String, String>>> condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.test(records)) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("not after a minute; " + records.size() + " records");
            }
            consumer.poll(Duration.ofMillis(100)).forEach(records::add);
        }
        return List.copyOf(records);
    }

    /** All so far, once a record of this position is there. */
    public List<ConsumerRecord<String, String>> awaitPosition(long position) {
        return await(all -> all.stream().anyMatch(each -> position(each) == position));
    }

    public static long position(ConsumerRecord<String, String> each) {
        return Long.parseLong(header(each, "position"));
    }

    public static String header(ConsumerRecord<String, String> each, String name) {
        return new String(
                Objects.requireNonNull(each.headers().lastHeader(name)).value(), UTF_8);
    }

    @Override
    public void close() {
        consumer.close();
    }
}
