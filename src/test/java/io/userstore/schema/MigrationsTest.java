package io.userstore.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.userstore.TestDatabase;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.JdbcTemplate;

/** Every step of the schema can be taken back, and taken again. */
class MigrationsTest {

    /** All that a schema is made of, a line each; not Flyway's own table. */
    private static final String CATALOGUE = """
            WITH relation AS (
                SELECT pg_class.*
                  FROM pg_class
                 WHERE relnamespace = 'public'::regnamespace
                   AND relname NOT LIKE 'flyway%'
            )
            SELECT concat_ws(' ', 'relation', relname, relkind, relpersistence, reloptions, relacl,
                                  obj_description(oid, 'pg_class'))
              FROM relation
            UNION ALL
            SELECT concat_ws(' ', 'column', relname,
                                  row_number() OVER (PARTITION BY relation.oid ORDER BY attnum), attname,
                                  format_type(atttypid, atttypmod), collname, attnotnull, attidentity, attgenerated,
                                  attstorage, pg_get_expr(adbin, adrelid))
              FROM relation
              JOIN pg_attribute ON attrelid = relation.oid AND attnum > 0 AND NOT attisdropped
              LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
              LEFT JOIN pg_collation ON pg_collation.oid = attcollation
            UNION ALL
            SELECT concat_ws(' ', 'constraint', relname, conname, pg_get_constraintdef(pg_constraint.oid))
              FROM relation
              JOIN pg_constraint ON conrelid = relation.oid
            UNION ALL
            SELECT concat_ws(' ', 'index', pg_get_indexdef(indexrelid), indisvalid, indisclustered, indisreplident)
              FROM relation
              JOIN pg_index ON indrelid = relation.oid
            UNION ALL
            SELECT concat_ws(' ', 'sequence', relname, seqtypid::regtype, seqstart, seqincrement, seqmin, seqmax,
                                  seqcache, seqcycle, refobjid::regclass, refobjsubid)
              FROM relation
              JOIN pg_sequence ON seqrelid = relation.oid
              LEFT JOIN pg_depend ON objid = relation.oid AND deptype = 'a' AND classid = 'pg_class'::regclass
            UNION ALL
            SELECT concat_ws(' ', 'view', relname, pg_get_viewdef(oid))
              FROM relation
             WHERE relkind IN ('v', 'm')
            UNION ALL
            SELECT concat_ws(' ', 'trigger', relname, pg_get_triggerdef(pg_trigger.oid), tgenabled)
              FROM relation
              JOIN pg_trigger ON tgrelid = relation.oid AND NOT tgisinternal
            UNION ALL
            SELECT concat_ws(' ', 'type', typname, typtype, typacl,
                                  (SELECT array_agg(enumlabel ORDER BY enumsortorder)
                                     FROM pg_enum
                                    WHERE enumtypid = pg_type.oid))
              FROM pg_type
             WHERE typnamespace = 'public'::regnamespace
               AND typname NOT LIKE 'flyway%'
               AND typname NOT LIKE '\\_flyway%'
            UNION ALL
            SELECT concat_ws(' ', 'function', pg_get_functiondef(oid), proacl)
              FROM pg_proc
             WHERE pronamespace = 'public'::regnamespace
            UNION ALL
            SELECT concat_ws(' ', 'schema', nspname, nspacl)
              FROM pg_namespace
             WHERE nspname NOT LIKE 'pg\\_temp%'
               AND nspname NOT LIKE 'pg\\_toast%'
            UNION ALL
            SELECT concat_ws(' ', 'extension', extname, extversion)
              FROM pg_extension
            ORDER BY 1
            """;

    /** The scripts that belong together, and where Flyway keeps what was run of them. */
    private enum Tables {
        STORE("migration", "undo", "flyway_schema_history"),
        KEYS("keys-migration", "keys-undo", "flyway_keys_history");

        private final String migrations;
        private final String undoing;
        private final String history;
        private final DataSource database = TestDatabase.fresh().dataSource();
        private final JdbcTemplate jdbc = new JdbcTemplate(database);

        Tables(String migrations, String undoing, String history) {
            this.migrations = migrations;
            this.undoing = undoing;
            this.history = history;
        }

        FluentConfiguration flyway() {
            return Flyway.configure()
                    .dataSource(database)
                    .locations("classpath:db/" + migrations)
                    .table(history);
        }

        void migrateTo(MigrationVersion version) {
            flyway().target(version).load().migrate();
        }

        void undoNewest() throws SQLException {
            Schema schema = new Schema(undoing, flyway().load(), UndoScripts.in("db/" + undoing));
            UndoPlan.Back back =
                    UndoPlan.backs(schema, MigrationVersion.fromVersion("0")).get(0);
            new Undo(new Schemas(schema, schema, false)).take(List.of(back), Set.of());
        }

        List<String> catalogue() {
            return jdbc.queryForList(CATALOGUE, String.class);
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyMigrationHasItsUndoScript(Tables schema) {
        assertThat(scripts(schema.undoing))
                .isNotEmpty()
                .containsExactlyInAnyOrderElementsOf(scripts(schema.migrations).stream()
                        .map(name -> name.replaceFirst("^V", "U"))
                        .toList());
    }

    @ParameterizedTest
    @EnumSource
    void upDownOneByOneAndUpAgainLeavesTheSameCatalogueAtEveryStep(Tables schema) throws SQLException {
        List<MigrationVersion> versions = Stream.of(
                        schema.flyway().load().info().all())
                .map(MigrationInfo::getVersion)
                .toList();
        List<List<String>> catalogues = new ArrayList<>(List.of(schema.catalogue()));

        for (MigrationVersion version : versions) {
            schema.migrateTo(version);
            catalogues.add(schema.catalogue());
        }
        assertThat(catalogues).doesNotHaveDuplicates();

        for (int step = versions.size(); step > 0; step--) {
            schema.undoNewest();
            assertThat(schema.catalogue())
                    .as("back from V%s", versions.get(step - 1))
                    .isEqualTo(catalogues.get(step - 1));
        }
        for (int step = 1; step <= versions.size(); step++) {
            schema.migrateTo(versions.get(step - 1));
            assertThat(schema.catalogue())
                    .as("again at V%s", versions.get(step - 1))
                    .isEqualTo(catalogues.get(step));
        }
    }

    @Test
    void keysAreNotDroppedAsLongAsThereAreAny() {
        JdbcTemplate jdbc = new JdbcTemplate(TestDatabase.fresh().dataSource());
        jdbc.execute(text("keys-migration", "V1__data_keys.sql"));
        jdbc.update("INSERT INTO data_keys (aggregate_id, wrapped_key, generation) VALUES ('1', 'x', 1)");

        assertThatThrownBy(() -> jdbc.execute(text("keys-undo", "U1__data_keys.sql")))
                .hasStackTraceContaining("to drop them is to erase every user");

        assertThat(jdbc.queryForObject("SELECT count(*) FROM data_keys", Long.class))
                .isEqualTo(1);
    }

    @Test
    void keyThatSignsCheckpointsIsNoReasonToKeepTheTables() {
        JdbcTemplate jdbc = new JdbcTemplate(TestDatabase.fresh().dataSource());
        jdbc.execute(text("keys-migration", "V1__data_keys.sql"));
        jdbc.update("INSERT INTO data_keys (aggregate_id, wrapped_key, generation)"
                + " VALUES ('checkpoint signing key', 'x', 1)");

        jdbc.execute(text("keys-undo", "U1__data_keys.sql"));

        assertThat(jdbc.queryForObject("SELECT to_regclass('data_keys')::text", String.class))
                .isNull();
    }

    @Test
    void logFromBeforeEncryptionIsRefused() {
        DataSource database = TestDatabase.fresh().dataSource();
        Flyway.configure().dataSource(database).target("5").load().migrate();
        new JdbcTemplate(database).update("""
                        INSERT INTO event_log (position, aggregate_type, aggregate_id, version, event_id, type, revision,
                                               occurred_at, payload, metadata)
                        VALUES (1, 'user', '1', 0, gen_random_uuid(), 'user.registered', '1', now(), '{}', '{}')
                        """);

        assertThatThrownBy(() -> Flyway.configure().dataSource(database).load().migrate())
                .hasStackTraceContaining("before personal data was encrypted");
    }

    private static List<String> scripts(String folder) {
        try (Stream<Path> files = Files.list(folder(folder))) {
            return files.map(file -> file.getFileName().toString()).toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static String text(String folder, String script) {
        try {
            return Files.readString(folder(folder).resolve(script));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static Path folder(String name) {
        URL folder = MigrationsTest.class.getResource("/db/" + name);
        assertThat(folder).isNotNull();
        try {
            return Path.of(folder.toURI());
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }
}
