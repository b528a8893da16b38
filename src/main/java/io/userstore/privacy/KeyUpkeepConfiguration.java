package io.userstore.privacy;

import javax.sql.DataSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;

@Configuration(proxyBeanMethods = false)
@Profile("upkeep")
@EnableConfigurationProperties(PrivacyProperties.class)
class KeyUpkeepConfiguration {

    @Bean
    KeyTables keyTables(PrivacyProperties properties, DataSource log) {
        return KeyTables.of(properties, log);
    }
}
