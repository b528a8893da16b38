package io.userstore.audit.tree;

import io.userstore.eventlog.LogConsumer;
import io.userstore.eventlog.StoredEvents;
import io.userstore.eventlog.WakeUps;
import org.axonframework.config.ConfigurerModule;
import org.axonframework.messaging.StreamableMessageSource;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;

/** On nodes that serve; a subcommand leaves it to them. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty(name = "userstore.audit.build-tree", havingValue = "true", matchIfMissing = true)
class TreeBuilding {

    @Bean
    TreeBuilder treeBuilder(
            JdbcTemplate jdbc,
            StoredEvents events,
            TileTable tiles,
            CheckpointTable checkpoints,
            CheckpointSigning signing,
            TreeAlarm alarm) {
        return new TreeBuilder(jdbc, events, tiles, checkpoints, signing, alarm);
    }

    @Bean
    LogConsumer signedTree() {
        return new SignedTree();
    }

    /** Off the write path: one segment, and a piece of the log for each of its transactions. */
    @Bean
    ConfigurerModule treeProcessor(StoredEvents events, WakeUps wakeUps, TileTable tiles, TreeAlarm alarm) {
        LogGrowth growth = new LogGrowth(events, wakeUps, tiles, alarm);
        return configurer -> configurer
                .eventProcessing()
                .registerPooledStreamingEventProcessor(
                        TreeBuilder.PROCESSOR,
                        configuration -> growth,
                        (configuration, processor) -> processor
                                .initialSegmentCount(1)
                                .batchSize(1)
                                .initialToken(StreamableMessageSource::createTailToken));
    }
}
