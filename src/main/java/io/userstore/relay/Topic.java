package io.userstore.relay;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Where the events go. */
final class Topic {

    private final KafkaSettings settings;
    private final RelayProperties properties;

    Topic(KafkaSettings settings, RelayProperties properties) {
        this.settings = settings;
        this.properties = properties;
    }

    /** One that is there is left as it is. */
    void createIfMissing() {
        try (Admin admin = Admin.create(settings.admin())) {
            if (!exists(admin)) {
                create(admin);
            }
        }
    }

    private boolean exists(Admin admin) {
        try {
            get(admin.describeTopics(List.of(properties.topic())).allTopicNames());
            return true;
        } catch (UnknownTopicOrPartitionException e) {
            return false;
        }
    }

    private void create(Admin admin) {
        NewTopic topic = new NewTopic(
                properties.topic(),
                Optional.of(properties.partitions()),
                Optional.of(properties.replicationFactor()).filter(factor -> factor > 0));
        try {
            get(admin.createTopics(List.of(topic)).all());
        } catch (TopicExistsException e) {
            // Somebody else was faster.
        }
    }

    /** Within the time that the client's settings give each call. */
    private static <T> void get(KafkaFuture<T> future) {
        try {
            future.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new KafkaException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaException(e);
        }
    }
}
