package io.userstore.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.userstore.TestDatabase;
import io.userstore.TestNode;
import io.userstore.TestUsers;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.core.JdbcTemplate;

/** Where a change of the schema stops half way, or before it has begun, and what is said then. */
@ExtendWith(OutputCaptureExtension.class)
class SchemaStoppedTest {

    private static JdbcTemplate jdbc(TestDatabase database) {
        return new JdbcTemplate(database.dataSource());
    }

    private static long tables(TestDatabase database) {
        return jdbc(database)
                .queryForList("SELECT FROM pg_tables WHERE schemaname = 'public' AND tablename NOT LIKE 'flyway%'")
                .size();
    }

    @Test
    void tableThatOthersReferToIsNotDropped(CapturedOutput output) {
        TestDatabase database = TestDatabase.fresh();
        Upkeep.of(database, "schema", "migrate");
        jdbc(database).execute("CREATE TABLE orders (user_id bigint CONSTRAINT of_whom REFERENCES users)");

        assertThat(Upkeep.of(database, "schema", "undo", "--to", "1")).isOne();

        assertThat(output.getErr()).contains("would be dropped: constraint of_whom on table orders. Drop that first");
        assertThat(Upkeep.of(database, "schema", "undo", "--to", "2")).isZero();
    }

    @Test
    void undoThatWasCutOffGoesOn(CapturedOutput output) {
        TestDatabase database = TestDatabase.fresh();
        Upkeep.of(database, "schema", "migrate");
        keepFromBeingDropped("history_marks", database);

        assertThat(Upkeep.of(database, "schema", "undo", "--to", "0")).isOne();
        assertThat(output.getErr()).contains("Stopped before 7 history marks of the store, at version 7");
        letBeDropped(database);
        assertThat(Upkeep.of(database, "schema", "undo", "--to", "0")).isZero();

        assertThat(tables(database)).isZero();
    }

    /** No catalogue tells of this beforehand. */
    private static void keepFromBeingDropped(String table, TestDatabase database) {
        new JdbcTemplate(database.superuserDataSource()).execute("""
                CREATE FUNCTION keep() RETURNS event_trigger LANGUAGE plpgsql AS $$
                BEGIN
                    IF EXISTS (SELECT FROM pg_event_trigger_dropped_objects() WHERE object_name = '%s') THEN
                        RAISE EXCEPTION 'kept';
                    END IF;
                END
                $$;
                CREATE EVENT TRIGGER kept ON sql_drop EXECUTE FUNCTION keep()
                """.formatted(table));
    }

    private static void letBeDropped(TestDatabase database) {
        new JdbcTemplate(database.superuserDataSource()).execute("DROP EVENT TRIGGER kept; DROP FUNCTION keep()");
    }

    @Test
    void logWithEventsThatWasCutOffIsStillOneThatAStoreOpens(CapturedOutput output) {
        TestDatabase database = TestDatabase.fresh();
        try (TestNode node = TestNode.on(database)) {
            node.send(TestUsers.user("ann@example.com"));
        }
        keepFromBeingDropped("users", database);

        await().atMost(Duration.ofSeconds(30))
                .until(() -> jdbc(database)
                        .queryForList("SELECT FROM pg_locks JOIN pg_database ON oid = database"
                                + " WHERE datname = current_database() AND locktype = 'advisory'")
                        .isEmpty());
        assertThat(Upkeep.of(database, "schema", "undo", "--to", "0", "--drop-events"))
                .isOne();
        assertThat(output.getErr()).contains("Stopped before 6 erasure of the store, at version 6: ");
        assertThat(jdbc(database).queryForObject("SELECT count(*) FROM event_log", Long.class))
                .isOne();
        letBeDropped(database);
        assertThat(Upkeep.of(database, "schema", "migrate")).isZero();
        assertThat(Upkeep.of(database, "schema", "undo", "--to", "0", "--drop-events"))
                .isZero();

        assertThat(tables(database)).isZero();
    }

    @Test
    void whatDependsOnTablesOrTypesIsSaidBeforeAnythingIsTakenBack(CapturedOutput output) {
        TestDatabase database = TestDatabase.fresh();
        Upkeep.of(database, "schema", "migrate");
        long before = tables(database);
        jdbc(database).execute("CREATE VIEW names AS SELECT name FROM users");
        jdbc(database).execute("CREATE TABLE mine (status accountstatus)");

        assertThat(Upkeep.of(database, "schema", "undo", "--to", "0")).isOne();

        assertThat(output.getErr()).contains("would be dropped: column status of table mine, view names. Drop that");
        assertThat(tables(database)).isEqualTo(before + 1);
    }

    @Test
    void settingsOfAllDatabasesAreLookedAtBeforeAnythingIsMade(CapturedOutput output) {
        TestDatabase log = TestDatabase.fresh();
        TestDatabase keys = TestDatabase.fresh();
        new JdbcTemplate(keys.superuserDataSource())
                .execute("ALTER DATABASE " + keys.url().replaceAll(".*/", "") + " SET synchronous_commit = off");

        assertThat(Upkeep.of(
                        log,
                        "schema",
                        "migrate",
                        "--userstore.privacy.database.url=" + keys.url(),
                        "--userstore.privacy.database.username=" + keys.username(),
                        "--userstore.privacy.database.password=" + keys.password()))
                .isOne();

        assertThat(output.getErr()).contains("Nothing was done: the database does not keep what the store promises");
        assertThat(tables(log)).isZero();
    }

    @Test
    void migrationThatFailsAfterOthersIsNotSaidToHaveDoneNothing(CapturedOutput output) {
        TestDatabase database = TestDatabase.fresh();
        jdbc(database).execute("CREATE TABLE history_marks (x text)");

        assertThat(Upkeep.of(
                        database,
                        "schema",
                        "migrate",
                        "--spring.flyway.baseline-on-migrate=true",
                        "--spring.flyway.baseline-version=0"))
                .isOne();

        assertThat(output.getErr()).contains("Stopped, the store at version 6, the data keys at version 0: ");
    }
}
