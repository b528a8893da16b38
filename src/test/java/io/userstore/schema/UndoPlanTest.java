package io.userstore.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.userstore.TestDatabase;
import java.util.List;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.JdbcTemplate;

/** What an undo knows before it begins. */
class UndoPlanTest {

    /** What is dropped otherwise would neither be counted nor be looked at for what depends on it. */
    @ParameterizedTest
    @ValueSource(strings = {"db/undo", "db/keys-undo"})
    void everyDropIsSeen(String folder) {
        for (UndoScripts.Script script : UndoScripts.in(folder).all()) {
            for (String kind : List.of("TABLE", "TYPE", "FUNCTION")) {
                assertThat(script.drops(kind))
                        .as("%s of %s", kind, script.file())
                        .hasSize(script.sql().split("(?i)drop\\s+" + kind, -1).length - 1);
            }
        }
    }

    @Test
    void logFromBeforeEncryptionGoesNoFurtherBackThanAltogether() {
        DataSource database = TestDatabase.fresh().dataSource();
        Flyway flyway = Flyway.configure().dataSource(database).target("5").load();
        flyway.migrate();
        new JdbcTemplate(database).update("""
                        INSERT INTO event_log (position, event_id, type, occurred_at, payload, metadata)
                        VALUES (1, gen_random_uuid(), 'x', now(), '{}', '{}')
                        """);
        Schema schema = new Schema("store", flyway, UndoScripts.in("db/undo"));

        assertThatThrownBy(() -> UndoPlan.to("3", new Schemas(schema, schema, false)))
                .isInstanceOf(SchemaRefused.class)
                .hasMessageStartingWith("there are events");
    }
}
