package io.userstore.schema;

import io.userstore.eventlog.RunningNodes;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Set;
import org.flywaydb.core.api.MigrationVersion;

/**
 * Takes migrations back: the tables of one and the row that says it was applied go in one transaction, so that an undo that
 * was cut off goes on where it stopped.
 */
public final class Undo {

    /** Whoever keeps a lock on a table for longer would make the whole store wait behind this. */
    private static final String PATIENCE = "SET LOCAL lock_timeout = '10s'";

    private static final String NEWEST = """
            SELECT version
              FROM %s
             WHERE version IS NOT NULL
               AND type <> 'BASELINE'
             ORDER BY installed_rank DESC
             LIMIT 1
            """;

    private final Schemas schemas;

    public Undo(Schemas schemas) {
        this.schemas = schemas;
    }

    /**
     * Takes back the newest migrations of a schema, all of them or none.
     *
     * @param backs newest first
     * @param mayBeLost what of the rows that nobody could make anew
     * @throws SchemaRefused if they are not the newest any more, nodes are running, or more than that would be lost
     */
    public void take(List<UndoPlan.Back> backs, Set<Precious> mayBeLost) throws SQLException {
        try (Connection log = schemas.store().database().getConnection()) {
            log.setAutoCommit(false);
            if (!RunningNodes.keptOut(log)) {
                throw new SchemaRefused("nodes of the store are on its database ("
                        + String.join(", ", RunningNodes.on(log)) + "). Stop them first");
            }
            if (backs.get(0).schema() == schemas.keys() && schemas.apart()) {
                try (Connection keys = schemas.keys().database().getConnection()) {
                    keys.setAutoCommit(false);
                    take(backs, mayBeLost, keys);
                    keys.commit();
                }
            } else {
                take(backs, mayBeLost, log);
            }
            log.commit();
        }
    }

    private static void take(List<UndoPlan.Back> backs, Set<Precious> mayBeLost, Connection connection)
            throws SQLException {
        for (UndoPlan.Back back : backs) {
            take(back, mayBeLost, connection);
        }
    }

    private static void take(UndoPlan.Back back, Set<Precious> mayBeLost, Connection connection) throws SQLException {
        String history = '"' + back.schema().historyTable() + '"';
        try (Statement statement = connection.createStatement()) {
            statement.execute(PATIENCE);
            statement.execute("LOCK TABLE " + history + " IN ACCESS EXCLUSIVE MODE");
            requireNewest(back.step(), history, statement);
            for (String table : back.script().drops()) {
                if (Precious.in(table).isPresent()) {
                    lose(Precious.in(table).get(), mayBeLost, statement);
                }
            }
            statement.execute(back.script().sql());
        }
        try (PreparedStatement forget = connection.prepareStatement("DELETE FROM " + history + " WHERE version = ?")) {
            forget.setString(1, back.step().version());
            forget.executeUpdate();
        }
    }

    private static void requireNewest(Step step, String history, Statement statement) throws SQLException {
        try (ResultSet newest = statement.executeQuery(NEWEST.formatted(history))) {
            if (!newest.next()
                    || !MigrationVersion.fromVersion(newest.getString(1))
                            .equals(MigrationVersion.fromVersion(step.version()))) {
                throw new SchemaRefused("somebody else has changed the schema meanwhile");
            }
        }
    }

    /** Nobody adds any until it is dropped. */
    private static void lose(Precious rows, Set<Precious> mayBeLost, Statement statement) throws SQLException {
        statement.execute("LOCK TABLE " + rows.table() + " IN ACCESS EXCLUSIVE MODE");
        if (mayBeLost.contains(rows)) {
            statement.execute("TRUNCATE " + rows.table());
            return;
        }
        try (ResultSet count = statement.executeQuery(rows.count())) {
            if (count.next() && count.getLong(1) > 0) {
                throw new SchemaRefused("there are " + count.getLong(1) + " " + rows);
            }
        }
    }
}
