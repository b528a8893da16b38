package io.userstore.privacy;

import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.userstore.eventlog.Sealing;
import io.userstore.eventlog.StreamMemory;
import java.nio.file.Path;
import java.util.function.BooleanSupplier;
import javax.sql.DataSource;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.JdbcTemplate;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(PrivacyProperties.class)
class PrivacyConfiguration {

    /** In the data folder. */
    static final String KEYSET = "key-encryption-keys.json";

    /** @param log asked for first, so that its database is checked and migrated when the keys' tables come into it */
    @Bean
    KeyDatabase keyDatabase(PrivacyProperties properties, JdbcTemplate log, DatabaseDemands demands) {
        PrivacyProperties.Database own = properties.database();
        if (own == null) {
            return KeyDatabase.migrated(log, false);
        }
        DataSource pool = pool(own);
        demands.check(pool);
        return KeyDatabase.migrated(new JdbcTemplate(pool), true);
    }

    /** As impatient as the log's own. Not a bean: Spring would take it for one of two databases of the store. */
    static HikariDataSource pool(PrivacyProperties.Database database) {
        HikariDataSource pool = new HikariDataSource();
        pool.setPoolName("data-keys");
        pool.setJdbcUrl(database.url());
        pool.setUsername(database.username());
        pool.setPassword(database.password());
        pool.setConnectionTimeout(2_000);
        pool.setValidationTimeout(1_000);
        pool.setInitializationFailTimeout(-1);
        pool.addDataSourceProperty("socketTimeout", "30");
        pool.addDataSourceProperty("logServerErrorDetail", "false");
        return pool;
    }

    @Bean
    KeyEncryptionKey keyEncryptionKey(PrivacyProperties properties, KeyDatabase database, Environment environment) {
        return keyEncryptionKey(
                properties, environment, () -> database.newestGeneration().isEmpty());
    }

    static KeyEncryptionKey keyEncryptionKey(
            PrivacyProperties properties, Environment environment, BooleanSupplier mayCreate) {
        String configured = properties.keyEncryptionKey();
        if (configured != null && configured.contains("://") && !configured.startsWith("file:")) {
            return KmsKey.at(configured, properties.kmsCredentials());
        }
        Path file = configured == null ? inDataFolder(KEYSET, environment) : Path.of(withoutScheme(configured));
        return KeysetFile.open(new OwnerOnlyFile(file), mayCreate);
    }

    private static Path inDataFolder(String name, Environment environment) {
        return Path.of(environment.getProperty("userstore.data-dir", "data"), name);
    }

    private static String withoutScheme(String file) {
        return file.startsWith("file:") ? file.substring("file:".length()) : file;
    }

    @Bean
    KeyWrapping keyWrapping(KeyDatabase database, KeyEncryptionKey keyEncryptionKey) {
        return KeyWrapping.of(database, keyEncryptionKey);
    }

    @Bean
    KeyRotation keyRotation(KeyDatabase database, KeyEncryptionKey keyEncryptionKey, KeyWrapping wrapping) {
        return new KeyRotation(database, keyEncryptionKey, wrapping);
    }

    @Bean
    KeptSecret keptSecret(KeyDatabase database, KeyWrapping wrapping) {
        return new KeptSecret(database, wrapping);
    }

    @Bean
    DataKeys dataKeys(KeyDatabase database, JdbcTemplate log, KeyWrapping wrapping, PrivacyProperties properties) {
        return new DataKeys(database, new ErasedStreams(log)::has, wrapping, properties.cachedKeys());
    }

    @Bean
    ErasureLedger erasureLedger(PrivacyProperties properties, Environment environment) {
        String configured = properties.erasureLedger();
        Path file = configured == null ? inDataFolder("erasure-ledger", environment) : Path.of(configured);
        return new ErasureLedger(new OwnerOnlyFile(file));
    }

    @Bean
    Sealing sealing(DataKeys keys, ErasureLedger ledger, MeterRegistry meters) {
        Counter broken = Counter.builder("userstore.seals.broken")
                .description("texts in the log that were changed, or sealed for another place")
                .register(meters);
        return new PersonalSealing(keys, ledger::names, broken::increment);
    }

    @Bean
    DataKeysOfBatch dataKeysOfBatch(DataKeys keys, KeyDatabase database) {
        return new DataKeysOfBatch(keys, database);
    }

    @Bean
    Erasures erasures(
            KeyDatabase keys,
            JdbcTemplate log,
            ErasureLedger ledger,
            ObjectProvider<CommandGateway> commands,
            ObjectProvider<StreamMemory> memories) {
        return new Erasures(
                new ErasedStreams(log),
                keys,
                ledger,
                commands::getObject,
                () -> memories.stream().toList());
    }
}
