package io.userstore.schema;

import static java.util.Comparator.comparing;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.flywaydb.core.api.MigrationVersion;

/**
 * What an undo is going to do, and what is lost by it.
 *
 * @param backs in their order
 * @param rows that are dropped, by table; empty tables are left out
 * @param precious those of them that nobody could make anew
 */
public record UndoPlan(List<Back> backs, Map<String, Long> rows, Map<Precious, Long> precious) {

    /** Migration 6 is not applied to a log with events: below it, a store with events could not come back. */
    private static final MigrationVersion LOWEST_WITH_EVENTS = MigrationVersion.fromVersion("6");

    private static final MigrationVersion NOTHING = MigrationVersion.fromVersion("0");

    /** A migration that is taken back. */
    public record Back(Schema schema, Step step, UndoScripts.Script script) {}

    /**
     * @param to the version that stays; with 0 the data keys' tables go, too
     * @throws SchemaRefused if there is no way back to there
     */
    public static UndoPlan to(String to, Schemas schemas) throws SQLException {
        MigrationVersion target = MigrationVersion.fromVersion(to);
        List<Back> backs = new ArrayList<>(backs(schemas.store(), target));
        if (target.equals(NOTHING)) {
            backs.addAll(backs(schemas.keys(), target));
        }
        requireAWayForward(target, backs, schemas.store());
        for (Schema schema : schemas.all()) {
            requireNoDependents(schema, backs);
        }
        Map<String, Long> rows = new TreeMap<>();
        Map<Precious, Long> precious = new EnumMap<>(Precious.class);
        for (Back back : backs) {
            try (Connection connection = back.schema().database().getConnection();
                    Statement statement = connection.createStatement()) {
                for (String table : back.script().drops()) {
                    count(table, rows, precious, statement);
                }
            }
        }
        return new UndoPlan(backs, rows, precious);
    }

    /** What goes in one transaction: where a log with events could not come back from, it is never left. */
    public List<List<Back>> transactions() {
        List<List<Back>> transactions = new ArrayList<>();
        List<Back> below = new ArrayList<>();
        for (Back back : backs) {
            if (back.schema() == backs.get(0).schema()
                    && LOWEST_WITH_EVENTS.isAtLeast(back.step().version())) {
                below.add(back);
                if (below.size() == 1) {
                    transactions.add(below);
                }
            } else {
                transactions.add(List.of(back));
            }
        }
        return transactions;
    }

    /** Newest first. */
    static List<Back> backs(Schema schema, MigrationVersion target) {
        return schema.steps().stream()
                .filter(Step::isApplied)
                .filter(step -> version(step).isNewerThan(target))
                .sorted(comparing(UndoPlan::version).reversed())
                .map(step -> new Back(
                        schema,
                        step,
                        schema.undoing()
                                .of(version(step))
                                .orElseThrow(() -> new SchemaRefused("migration " + step + " of the " + schema.name()
                                        + " came with a newer store, which has to take it back"))))
                .toList();
    }

    private static MigrationVersion version(Step step) {
        return MigrationVersion.fromVersion(step.version());
    }

    private static void count(String table, Map<String, Long> rows, Map<Precious, Long> precious, Statement statement)
            throws SQLException {
        long all = number("SELECT count(*) FROM " + table, statement);
        if (all > 0) {
            rows.put(table, all);
        }
        if (Precious.in(table).isPresent()) {
            Precious kind = Precious.in(table).get();
            long some = number(kind.count(), statement);
            if (some > 0) {
                precious.put(kind, some);
            }
        }
    }

    private static void requireNoDependents(Schema schema, List<Back> backs) throws SQLException {
        List<UndoScripts.Script> scripts = backs.stream()
                .filter(back -> back.schema() == schema)
                .map(Back::script)
                .toList();
        if (scripts.isEmpty()) {
            return;
        }
        try (Connection connection = schema.database().getConnection()) {
            List<String> dependents = Dependents.of(scripts, connection);
            if (!dependents.isEmpty()) {
                throw new SchemaRefused(
                        "there is what depends on the tables, types or functions that would be dropped: "
                                + String.join(", ", dependents) + ". Drop that first");
            }
        }
    }

    private static void requireAWayForward(MigrationVersion target, List<Back> backs, Schema store)
            throws SQLException {
        if (backs.isEmpty() || target.equals(NOTHING) || target.isAtLeast(LOWEST_WITH_EVENTS.getVersion())) {
            return;
        }
        try (Connection connection = store.database().getConnection();
                Statement statement = connection.createStatement()) {
            if (number(Precious.EVENTS.count(), statement) > 0) {
                throw new SchemaRefused("there are events, and migration " + LOWEST_WITH_EVENTS
                        + " is not applied to a log that has some, so that there would be no way forward. Go back to "
                        + LOWEST_WITH_EVENTS + " at most, or to 0");
            }
        }
    }

    private static long number(String sql, Statement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery(sql)) {
            return row.next() ? row.getLong(1) : 0;
        }
    }
}
