package io.userstore.platform;

import static java.util.stream.Collectors.joining;

import io.userstore.privacy.DatabaseDemands;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
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

    private static final String CURRENT_SETTINGS = """
            SELECT name, setting
            FROM pg_settings
            WHERE name IN ('server_version_num', 'server_encoding', 'fsync', 'full_page_writes', 'synchronous_commit')
            """;

    private static final List<Requirement> REQUIREMENTS = List.of(
            new Requirement(
                    "server_version_num",
                    value -> Integer.parseInt(value) >= 150_000,
                    "upgrade to PostgreSQL 15 or newer"),
            new Requirement("server_encoding", "UTF8"::equals, "make the database with ENCODING 'UTF8'"),
            new Requirement("fsync", "on"::equals, "set fsync = on in postgresql.conf and reload it"),
            new Requirement(
                    "full_page_writes", "on"::equals, "set full_page_writes = on in postgresql.conf and reload it"),
            new Requirement(
                    "synchronous_commit",
                    value -> !value.equals("off"),
                    "set synchronous_commit = on, in postgresql.conf and wherever else it is set: for the role, for the"
                            + " database or in the JDBC URL"));

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
        Map<String, String> settings = settings(dataSource);
        List<Requirement> unmet = REQUIREMENTS.stream()
                .filter(requirement -> !requirement.met().test(settings.getOrDefault(requirement.setting(), "0")))
                .toList();
        if (!unmet.isEmpty()) {
            throw new StartFailure(
                    unmet.stream()
                            .map(each -> each.setting() + " is " + settings.get(each.setting()))
                            .collect(joining(", ", "The database does not keep what the store promises: ", ".")),
                    unmet.stream().map(Requirement::cure).collect(joining("; ", "Please ", ".")));
        }
    }

    /** A database that is just starting, or a machine that is busy, gets some time. */
    private static Map<String, String> settings(DataSource dataSource) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try {
                return readSettings(dataSource);
            } catch (SQLException e) {
                if (!(e instanceof SQLTransientConnectionException)
                        || isRefusal(e)
                        || System.nanoTime() - deadline > 0) {
                    throw new StartFailure(
                            "The database cannot be reached: " + driverMessage(e),
                            "Check spring.datasource.url, .username and .password, and that PostgreSQL is running.",
                            e);
                }
            }
        }
    }

    private static Map<String, String> readSettings(DataSource dataSource) throws SQLException {
        Map<String, String> settings = new HashMap<>();
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(CURRENT_SETTINGS)) {
            while (rows.next()) {
                settings.put(rows.getString("name"), rows.getString("setting"));
            }
            return settings;
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

    /** The pool only says that it has no connection; the driver, further down, says why. */
    private static String driverMessage(SQLException failure) {
        return failure.getCause() instanceof SQLException cause
                ? driverMessage(cause)
                : String.valueOf(failure.getMessage());
    }

    private record Requirement(String setting, Predicate<String> met, String cure) {}
}
