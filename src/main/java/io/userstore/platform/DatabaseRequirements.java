package io.userstore.platform;

import io.userstore.privacy.DatabaseDemands;
import io.userstore.schema.DriverMessage;
import io.userstore.schema.RequiredSettings;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import javax.sql.DataSource;
import org.springframework.boot.flyway.autoconfigure.FlywayConfigurationCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * What the store demands of its database, embedded or not, before it migrates or writes anything: an acknowledged
 * command is only as durable as the server's settings.
 */
@Configuration(proxyBeanMethods = false)
class DatabaseRequirements {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** Nothing to customize: Flyway asks for its customizers first, so this is where the check comes before it. */
    @Bean
    FlywayConfigurationCustomizer requirementsBeforeMigrations(DataSource dataSource) {
        check(dataSource);
        return configuration -> {};
    }

    /** The same of a database of the data keys' own. */
    @Bean
    DatabaseDemands databaseDemands() {
        return DatabaseRequirements::check;
    }

    static void check(DataSource dataSource) {
        RequiredSettings found = settings(dataSource);
        if (!found.areMet()) {
            throw new StartFailure(
                    "The database does not keep what the store promises: " + found.faults() + ".",
                    "Please " + found.cures() + ".");
        }
    }

    /** A database that is just starting, or a machine that is busy, gets some time. */
    private static RequiredSettings settings(DataSource dataSource) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try {
                return readSettings(dataSource);
            } catch (SQLException e) {
                if (!(e instanceof SQLTransientConnectionException)
                        || isRefusal(e)
                        || System.nanoTime() - deadline > 0) {
                    throw new StartFailure(
                            "The database cannot be reached: " + DriverMessage.of(e),
                            "Check spring.datasource.url, .username and .password, and that PostgreSQL is running.",
                            e);
                }
            }
        }
    }

    private static RequiredSettings readSettings(DataSource dataSource) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            return RequiredSettings.read(connection);
        }
    }

    /** Wrong password (class 28), no such database (3D): waiting does not help. */
    private static boolean isRefusal(SQLException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            String state = cause instanceof SQLException sql ? sql.getSQLState() : null;
            if (state != null && (state.startsWith("28") || state.startsWith("3D"))) {
                return true;
            }
        }
        return false;
    }
}
