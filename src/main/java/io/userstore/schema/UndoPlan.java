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

    private static final String REFERRING = """
            SELECT concat(conrelid::regclass, ' (', conname, ')')
              FROM pg_constraint
             WHERE contype = 'f'
               AND confrelid = to_regclass('%s')
               AND conrelid <> confrelid
             ORDER BY 1
            """;

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
        Map<String, Long> rows = new TreeMap<>();
        Map<Precious, Long> precious = new EnumMap<>(Precious.class);
        for (Back back : backs) {
            try (Connection connection = back.schema().database().getConnection();
                    Statement statement = connection.createStatement()) {
                for (String table : back.script().drops()) {
                    requireUnreferred(table, statement);
                    count(table, rows, precious, statement);
                }
            }
        }
        UndoPlan plan = new UndoPlan(backs, rows, precious);
        requireAWayForward(target, schemas.store());
        return plan;
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

    private static void requireUnreferred(String table, Statement statement) throws SQLException {
        List<String> referring = new ArrayList<>();
        try (ResultSet found = statement.executeQuery(REFERRING.formatted(table))) {
            while (found.next()) {
                referring.add(found.getString(1));
            }
        }
        if (!referring.isEmpty()) {
            throw new SchemaRefused(table + " would be dropped, and other tables refer to it: "
                    + String.join(", ", referring) + ". Drop those constraints first");
        }
    }

    private static void requireAWayForward(MigrationVersion target, Schema store) throws SQLException {
        boolean passes =
                store.newest().map(UndoPlan::version).orElse(NOTHING).isAtLeast(LOWEST_WITH_EVENTS.getVersion());
        if (!passes || target.equals(NOTHING) || target.isAtLeast(LOWEST_WITH_EVENTS.getVersion())) {
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
