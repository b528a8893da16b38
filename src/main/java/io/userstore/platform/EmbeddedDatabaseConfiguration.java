package io.userstore.platform;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/**
 * {@code userstore.embedded.port} fixes the port of the embedded PostgreSQL (default: any free one). With
 * {@code userstore.embedded.join}, a subcommand works beside the store that runs on the data folder already.
 */
@Configuration(proxyBeanMethods = false)
@Conditional(EmbeddedMode.class)
class EmbeddedDatabaseConfiguration {

    @Bean(destroyMethod = "close")
    EmbeddedDatabase embeddedDatabase(Environment environment) {
        DataFolder folder = DataFolder.open(environment);
        try {
            return EmbeddedDatabase.start(folder, environment.getProperty("userstore.embedded.port", Integer.class, 0));
        } catch (StoreLock.InUse inUse) {
            if (environment.getProperty("userstore.embedded.join", Boolean.class, false)) {
                return EmbeddedDatabase.join(folder);
            }
            throw inUse;
        }
    }
}
