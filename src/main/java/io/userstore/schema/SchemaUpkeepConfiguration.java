package io.userstore.schema;

import io.userstore.privacy.KeyTables;
import org.flywaydb.core.Flyway;
import org.springframework.boot.flyway.autoconfigure.FlywayMigrationStrategy;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;

@Configuration(proxyBeanMethods = false)
@Profile("upkeep")
class SchemaUpkeepConfiguration {

    /** Only who asks for it migrates. */
    @Bean
    FlywayMigrationStrategy migrateNothing() {
        return flyway -> {};
    }

    @Bean
    Schemas schemas(Flyway store, KeyTables keys) {
        return Schemas.of(store, keys.migrations(), keys.apart());
    }
}
