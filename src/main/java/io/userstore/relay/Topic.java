package io.userstore.relay;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.CreateTopicsResult;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where the events go. */
final class Topic {

    private static final Logger log = LoggerFactory.getLogger(Topic.class);

    private final KafkaSettings settings;
    private final RelayProperties properties;

    Topic(KafkaSettings settings, RelayProperties properties) {
        this.settings = settings;
        this.properties = properties;
    }

    /**
     * One that is there is left as it is.
     *
     * @param position up to which it has been delivered to
     * @throws TopicGone if it should be there
     */
    void createIfMissing(long position) {
        try (Admin admin = Admin.create(settings.admin())) {
            if (!exists(admin)) {
                if (position > 0) {
                    throw new TopicGone(properties.topic(), position);
                }
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
                        Optional.of(properties.replicationFactor()).filter(factor -> factor > 0))
                // Whatever the brokers' default: compaction would keep one event of each user.
                .configs(Map.of(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_DELETE));
        try {
            CreateTopicsResult created = admin.createTopics(List.of(topic));
            get(created.all());
            warnOfASingleReplica(created);
        } catch (TopicExistsException e) {
            // Somebody else was faster.
        }
    }

    private void warnOfASingleReplica(CreateTopicsResult created) {
        try {
            if (get(created.replicationFactor(properties.topic())) == 1) {
                log.warn(
                        "topic {} was made with one replica: a broker that is lost takes its events with it",
                        properties.topic());
            }
        } catch (ApiException e) {
            log.debug("how many replicas topic {} has is not for us to know", properties.topic());
        }
    }

    /** Within the time that the client's settings give each call. */
    private static <T> T get(KafkaFuture<T> future) {
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new KafkaException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaException(e);
        }
    }
}
