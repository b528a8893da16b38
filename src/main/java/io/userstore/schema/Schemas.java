package io.userstore.schema;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.flywaydb.core.Flyway;

/**
 * The schemas of a store, each with migrations of its own.
 *
 * @param apart whether the data keys are in another database than the log
 */
public record Schemas(Schema store, Schema keys, boolean apart) {

    public static Schemas of(Flyway store, Flyway keys, boolean apart) {
        return new Schemas(
                new Schema("store", store, UndoScripts.in("db/undo")),
                new Schema("data keys", keys, UndoScripts.in("db/keys-undo")),
                apart);
    }

    /** In the order in which they are migrated. */
    public List<Schema> all() {
        return List.of(store, keys);
    }

    /** Of all databases, before anything is made in one. */
    public void requireSettings() {
        all().forEach(schema -> RequiredSettings.require(schema.database()));
    }

    /** Before Flyway finds out in many more words. */
    public void requireReachable() {
        for (Schema schema : all()) {
            try (Connection connection = schema.database().getConnection()) {
                connection.getMetaData().getDatabaseProductVersion();
            } catch (SQLException e) {
                throw new SchemaRefused(
                        "the database of the " + schema.name() + " cannot be reached: " + DriverMessage.of(e));
            }
        }
    }
}
