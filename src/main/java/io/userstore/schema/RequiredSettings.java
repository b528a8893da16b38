package io.userstore.schema;

import static java.util.stream.Collectors.joining;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import javax.sql.DataSource;

/** What the store demands of its database's settings: an acknowledged command is only as durable as these. */
public record RequiredSettings(Map<String, String> settings) {

    private static final String CURRENT = """
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

    private record Requirement(String setting, Predicate<String> met, String cure) {}

    public static RequiredSettings read(Connection connection) throws SQLException {
        Map<String, String> settings = new HashMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(CURRENT)) {
            while (rows.next()) {
                settings.put(rows.getString("name"), rows.getString("setting"));
            }
        }
        return new RequiredSettings(settings);
    }

    public boolean areMet() {
        return unmet().isEmpty();
    }

    /** What is wrong, in a few words. */
    public String faults() {
        return unmet().stream()
                .map(each -> each.setting() + " is " + settings.get(each.setting()))
                .collect(joining(", "));
    }

    /** What to do about it. */
    public String cures() {
        return unmet().stream().map(Requirement::cure).collect(joining("; "));
    }

    /** All of them, with their values. */
    @Override
    public String toString() {
        return REQUIREMENTS.stream()
                .map(each -> each.setting() + " " + settings.get(each.setting()))
                .collect(joining(", "));
    }

    private List<Requirement> unmet() {
        return REQUIREMENTS.stream()
                .filter(requirement -> !requirement.met().test(settings.getOrDefault(requirement.setting(), "0")))
                .toList();
    }

    /** Before anything is made in a database. */
    static void require(DataSource database) {
        try (Connection connection = database.getConnection()) {
            RequiredSettings found = read(connection);
            if (!found.areMet()) {
                throw new SchemaRefused("the database does not keep what the store promises: " + found.faults()
                        + ". Please " + found.cures());
            }
        } catch (SQLException e) {
            throw new SchemaRefused("the database cannot be asked: " + DriverMessage.of(e));
        }
    }
}
