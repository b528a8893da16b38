package io.userstore.platform;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;

/**
 * {@code userstore.embedded.port} fixes the port of the embedded PostgreSQL (default: any free one). With
 * {@code userstore.embedded.join}, a subcommand works beside the store that runs on the data folder already. Without
 * {@code userstore.embedded.create} (default: true) a folder without a database is refused.
 */
@Configuration(proxyBeanMethods = false)
@Conditional(EmbeddedMode.class)
class EmbeddedDatabaseConfiguration {

    @Bean(destroyMethod = "close")
    EmbeddedDatabase embeddedDatabase(StartingDatabase.Handover handover) {
        return handover.claim();
    }
}
