package io.userstore.privacy;

import javax.sql.DataSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;
import org.springframework.core.env.Environment;

@Configuration(proxyBeanMethods = false)
@Profile("upkeep")
@EnableConfigurationProperties(PrivacyProperties.class)
class KeyUpkeepConfiguration {

    @Bean
    KeyTables keyTables(PrivacyProperties properties, DataSource log) {
        return KeyTables.of(properties, log);
    }

    @Bean
    KeyInspection keyInspection(KeyTables tables, PrivacyProperties properties, Environment environment) {
        return new KeyInspection(
                tables, () -> PrivacyConfiguration.keyEncryptionKey(properties, environment, () -> false));
    }
}
