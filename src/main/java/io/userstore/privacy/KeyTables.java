package io.userstore.privacy;

import com.zaxxer.hikari.HikariDataSource;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/**
 * Where the tables of keys are, or will be.
 *
 * @param apart whether that is another database than the log's
 */
public record KeyTables(DataSource database, boolean apart) implements AutoCloseable {

    /** Those of a store with these properties; nothing is made. */
    static KeyTables of(PrivacyProperties properties, DataSource log) {
        PrivacyProperties.Database own = properties.database();
        if (own == null) {
            return new KeyTables(log, false);
        }
        HikariDataSource pool = PrivacyConfiguration.pool(own);
        // To count keys takes longer than to fetch one.
        pool.addDataSourceProperty("socketTimeout", "0");
        pool.setMinimumIdle(0);
        return new KeyTables(pool, true);
    }

    public Flyway migrations() {
        return KeyDatabase.migrations(database);
    }

    /** Its own pool; the log's is closed by others. */
    @Override
    public void close() {
        if (apart && database instanceof HikariDataSource pool) {
            pool.close();
        }
    }
}
