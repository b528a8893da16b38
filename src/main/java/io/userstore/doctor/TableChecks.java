package io.userstore.doctor;

import io.userstore.doctor.Check.Found;
import io.userstore.privacy.KeyTables;
import io.userstore.schema.DriverMessage;
import io.userstore.schema.RequiredSettings;
import io.userstore.schema.Schema;
import io.userstore.schema.Schemas;
import io.userstore.schema.Step;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.flywaydb.core.api.FlywayException;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** The database's settings, the migrations, and whether their tables are there. */
final class TableChecks {

    private static final String PRESENT = "SELECT to_regclass(?) IS NOT NULL";

    private final Schemas schemas;
    private final KeyTables keys;
    private final Set<String> present = new HashSet<>();

    TableChecks(Schemas schemas, KeyTables keys) {
        this.schemas = schemas;
        this.keys = keys;
    }

    List<Check> all() {
        return List.of(
                new Check("settings", Set.of(), jdbc -> settings(jdbc, "")),
                new Check("migrations", Set.of(), jdbc -> migrations()),
                new Check("tables", Set.of(), jdbc -> tables(schemas.store(), jdbc)),
                new Check("key tables", Set.of(), this::keyTables));
    }

    /** Those that were found by these checks. */
    Set<String> present() {
        return present;
    }

    private static Found settings(JdbcOperations jdbc, String where) {
        RequiredSettings found =
                Objects.requireNonNull(jdbc.execute((ConnectionCallback<RequiredSettings>) RequiredSettings::read));
        return found.areMet()
                ? Found.good(found.toString())
                : Found.bad(where + found.faults(), "Please " + found.cures() + ".");
    }

    private Found migrations() {
        List<String> versions = new ArrayList<>();
        for (Schema schema : schemas.all()) {
            try {
                List<Step> steps = schema.steps();
                List<String> pending = words(steps.stream().filter(step -> !step.isApplied()));
                List<String> newer = words(steps.stream().filter(step -> !step.known()));
                if (!newer.isEmpty()) {
                    return Found.bad(
                            "a newer store has applied " + String.join(", ", newer) + " of the " + schema.name(),
                            "Use that store's version, or have it take them back (schema undo).");
                }
                if (!pending.isEmpty()) {
                    return Found.bad(
                            "pending: " + String.join(", ", pending) + " of the " + schema.name(),
                            "Run schema migrate, or start a node.");
                }
                List<String> changed = schema.changed();
                if (!changed.isEmpty()) {
                    return Found.bad(
                            "applied otherwise than they are here: " + String.join(", ", changed),
                            "Use the version of the store that has applied them.");
                }
                versions.add(schema.name() + " at version "
                        + schema.newest().map(Step::version).orElse("0"));
            } catch (FlywayException e) {
                return Found.bad(
                        "the migrations of the " + schema.name() + " cannot be read",
                        "See whether " + schema.historyTable() + " and its database are as they should be.");
            }
        }
        return Found.good(String.join(", ", versions));
    }

    private static List<String> words(Stream<Step> steps) {
        return steps.map(Step::toString).toList();
    }

    private Found tables(Schema schema, JdbcOperations jdbc) {
        List<String> missing = new ArrayList<>();
        present.removeAll(schema.tables());
        for (String table : schema.tables()) {
            if (Boolean.TRUE.equals(jdbc.queryForObject(PRESENT, Boolean.class, table))) {
                present.add(table);
            } else {
                missing.add(table);
            }
        }
        return missing.isEmpty()
                ? Found.good(schema.tables().size() + " are there")
                : Found.bad(
                        "missing: " + String.join(", ", missing),
                        "Run schema migrate if migrations are pending; else restore a backup, or what is missing from one.");
    }

    /** A database of their own is as durable as the log's, or a user's key could be lost after its first event. */
    private Found keyTables(JdbcOperations jdbc) {
        if (!keys.apart()) {
            return tables(schemas.keys(), jdbc);
        }
        present.removeAll(schemas.keys().tables());
        try (Connection connection = keys.database().getConnection()) {
            JdbcOperations own = new JdbcTemplate(new SingleConnectionDataSource(connection, true));
            Found settings = settings(own, "in the data keys' own database ");
            Found found = tables(schemas.keys(), own);
            return found.ok() && !settings.ok() ? settings : found;
        } catch (SQLException e) {
            return Found.bad(
                    "the data keys' own database cannot be reached: " + DriverMessage.of(e),
                    "Check userstore.privacy.database.url, .username and .password.");
        }
    }
}
