package io.userstore.audit.tree;

import io.micrometer.core.instrument.MeterRegistry;
import io.userstore.eventlog.StoredEvents;
import io.userstore.privacy.KeptSecret;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(CheckpointProperties.class)
class TreeConfiguration {

    @Bean
    TileTable tileTable(JdbcTemplate jdbc) {
        return new TileTable(jdbc);
    }

    @Bean
    CheckpointTable checkpointTable(JdbcTemplate jdbc) {
        return new CheckpointTable(jdbc);
    }

    @Bean
    CheckpointSigning checkpointSigning(
            KeptSecret secret,
            CheckpointTable checkpoints,
            CheckpointProperties properties,
            PlatformTransactionManager transactions) {
        return new CheckpointSigning(secret, checkpoints, properties.origin(), transactions);
    }

    @Bean
    TreeAlarm treeAlarm(MeterRegistry meters) {
        return new TreeAlarm(meters);
    }

    @Bean
    LogVerification logVerification(
            StoredEvents events, TileTable tiles, CheckpointTable checkpoints, CheckpointSigning signing) {
        return new LogVerification(events, tiles, checkpoints, signing);
    }

    @Bean
    LogExport logExport(StoredEvents events) {
        return new LogExport(events);
    }
}
