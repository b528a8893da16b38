package io.userstore.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.userstore.TestDatabase;
import io.userstore.TestNode;
import io.userstore.TestUsers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.core.JdbcTemplate;

/** What an operator is told of the schema, and what happens to it only when it was asked for. */
@ExtendWith(OutputCaptureExtension.class)
class SchemaCommandsTest {

    private static TestDatabase withEvents;

    /** A user, a read on record and a checkpoint. */
    @BeforeAll
    static void storeWithEvents() {
        withEvents = TestDatabase.fresh();
        try (TestNode node = TestNode.on(withEvents, "userstore.audit.build-tree=false")) {
            node.send(TestUsers.user("ann@example.com"));
            node.jdbc().update("INSERT INTO audit_reads (actor, what) VALUES ('eve', 'everything')");
            node.jdbc().update("INSERT INTO checkpoints (size, root, note) VALUES (1, sha256('root'), 'signed')");
        }
    }

    private static JdbcTemplate jdbc(TestDatabase database) {
        return new JdbcTemplate(database.dataSource());
    }

    private static long tables(TestDatabase database) {
        Long count = jdbc(database)
                .queryForObject(
                        "SELECT count(*) FROM pg_tables WHERE schemaname = 'public' AND tablename NOT LIKE 'flyway%'",
                        Long.class);
        return count == null ? 0 : count;
    }

    private static TestDatabase copy() {
        // The pool of the node may take a moment to be gone.
        return await().atMost(Duration.ofSeconds(30)).ignoreExceptions().until(withEvents::backup, copy -> true);
    }

    @Test
    void emptyDatabaseIsToldOfAndLeftEmpty(CapturedOutput output) {
        TestDatabase database = TestDatabase.fresh();

        assertThat(Upkeep.of(database, "schema", "info")).isZero();

        assertThat(output.getOut())
                .contains("Schema of the store: version 0", "Schema of the data keys: version 0")
                .containsPattern("1 +event log +pending +undo U1__event_log.sql");
        assertThat(jdbc(database).queryForList("SELECT relname FROM pg_class WHERE relname LIKE 'flyway%'"))
                .isEmpty();
    }

    @Test
    void migratesAndTakesBackAllThatANodeWouldMake(CapturedOutput output) {
        TestDatabase database = TestDatabase.fresh();

        assertThat(Upkeep.of(database, "schema", "migrate")).isZero();
        assertThat(Upkeep.of(database, "schema", "info")).isZero();
        assertThat(tables(database)).isEqualTo(tables(withEvents));
        assertThat(Upkeep.of(database, "schema", "undo", "--to", "0")).isZero();
        assertThat(tables(database)).isZero();
        assertThat(Upkeep.of(database, "schema", "undo", "--to", "0")).isZero();
        assertThat(Upkeep.of(database, "schema", "migrate")).isZero();
        assertThat(tables(database)).isEqualTo(tables(withEvents));

        assertThat(output.getOut())
                .contains("Applied 9 merkle of the store", "Applied 1 data keys of the data keys")
                .containsPattern("9 +merkle +applied 20\\d\\d-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d +undo U9__merkle.sql")
                .contains("Taken back: 9 merkle of the store", "Rows that are lost: none")
                .contains("Nothing to take back: the schema is at version 0");
    }

    @Test
    void whatNobodyCouldMakeAnewIsNotLostUnasked(CapturedOutput output) {
        TestDatabase database = copy();

        assertThat(Upkeep.of(database, "schema", "undo", "--to", "0")).isOne();
        assertThat(Upkeep.of(database, "schema", "undo", "--to", "0", "--drop-reads"))
                .isOne();
        assertThat(Upkeep.of(database, "schema", "undo", "--to", "7", "--drop-checkpoints"))
                .isOne();
        assertThat(Upkeep.of(database, "schema", "undo", "--to", "8")).isOne();
        assertThat(Upkeep.of(database, "schema", "undo", "--to", "0", "--drop-events", "--dry-run"))
                .isZero();

        assertThat(tables(database)).isEqualTo(tables(withEvents));
        assertThat(output.getOut())
                .contains("event_log 1", "data_keys ", "users 1", "audit_reads 1", "email_reservations 1");
        assertThat(output.getErr())
                .contains("nobody could make anew the 1 events, 1 users, 1 data keys of users, 1 reads on record,"
                        + " 1 signed checkpoints that would be lost. Give --drop-events if they may be.")
                .contains("the 1 signed checkpoints that would be lost. Give --drop-checkpoints if they may be. Run"
                        + " verify-log before.")
                .contains("the 1 reads on record that would be lost. Give --drop-reads if they may be.");
    }

    @Test
    void allIsLostWhenThatIsWanted() {
        TestDatabase database = copy();

        assertThat(Upkeep.of(database, "schema", "undo", "--to", "0", "--drop-events"))
                .isZero();

        assertThat(tables(database)).isZero();
        try (TestNode node = TestNode.on(database)) {
            assertThat((Long) node.send(TestUsers.user("ann@example.com"))).isOne();
        }
    }

    @Test
    void logWithEventsStaysWhereItCanGoForwardAgain(CapturedOutput output) {
        TestDatabase database = copy();

        assertThat(Upkeep.of(database, "schema", "undo", "--to", "5", "--drop-events"))
                .isOne();
        assertThat(Upkeep.of(database, "schema", "undo", "--to", "6", "--drop-reads", "--drop-checkpoints"))
                .isZero();

        assertThat(output.getErr()).contains("there are events, and migration 6 is not applied to a log that has some");
        try (TestNode node = TestNode.on(
                database,
                "userstore.privacy.key-encryption-key=" + withEvents.dataFolder() + "/key-encryption-keys.json")) {
            assertThat((Long) node.send(TestUsers.user("bob@example.com"))).isGreaterThan(1);
        }
    }

    @Test
    void nothingIsTakenFromUnderARunningNode(CapturedOutput output) {
        TestDatabase database = TestDatabase.fresh();
        try (TestNode node = TestNode.on(database)) {
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> !node.jdbc()
                            .queryForList("SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND mode = 'ShareLock'")
                            .isEmpty());

            assertThat(Upkeep.of(database, "schema", "undo", "--to", "8")).isOne();
            assertThat(output.getErr())
                    .containsPattern("Stopped before 9 merkle of the store, at version 9: nodes of the store are on its"
                            + " database \\(process \\d+ from 127.0.0.1\\)");
            assertThat(Upkeep.of(database, "schema", "info")).isZero();
        }
        assertThat(tables(database)).isEqualTo(tables(withEvents));
    }

    @Test
    void migrationOfANewerStoreIsLeftToIt(CapturedOutput output) {
        TestDatabase database = TestDatabase.fresh();
        Upkeep.of(database, "schema", "migrate");
        jdbc(database).update("""
                INSERT INTO flyway_schema_history
                SELECT 99, '99', 'from the future', type, script, checksum, installed_by, now(), 1, true
                  FROM flyway_schema_history
                 WHERE version = '9'
                """);

        assertThat(Upkeep.of(database, "schema", "info")).isZero();
        assertThat(Upkeep.of(database, "schema", "undo", "--to", "8")).isOne();

        assertThat(output.getOut()).contains("by a newer store");
        assertThat(output.getErr()).contains("migration 99 from the future of the store came with a newer store");
    }

    @Test
    void keysInADatabaseOfTheirOwnGoToo(CapturedOutput output) {
        TestDatabase log = TestDatabase.fresh();
        TestDatabase keys = TestDatabase.fresh();
        String[] own = {
            "--userstore.privacy.database.url=" + keys.url(),
            "--userstore.privacy.database.username=" + keys.username(),
            "--userstore.privacy.database.password=" + keys.password()
        };

        assertThat(Upkeep.of(log, join(own, "schema", "migrate"))).isZero();
        assertThat(tables(keys)).isEqualTo(2);
        assertThat(Upkeep.of(log, join(own, "schema", "info"))).isZero();
        assertThat(Upkeep.of(log, join(own, "schema", "undo", "--to", "0"))).isZero();

        assertThat(tables(keys)).isZero();
        assertThat(tables(log)).isZero();
        assertThat(output.getOut()).contains("Schema of the data keys, in a database of its own: version 1");
    }

    private static String[] join(String[] properties, String... command) {
        return Stream.of(command, properties).flatMap(Stream::of).toArray(String[]::new);
    }

    @Test
    void databaseOutOfReachIsSaidInTheDriversWords(CapturedOutput output) {
        assertThat(Upkeep.of(List.of(
                        "schema",
                        "info",
                        "--spring.datasource.url=jdbc:postgresql://127.0.0.1:1/x",
                        "--spring.datasource.hikari.connection-timeout=250")))
                .isOne();

        assertThat(output.getErr())
                .contains("Nothing was done: the database of the store cannot be reached: Connection to 127.0.0.1:1");
    }

    @Test
    void folderWithoutAStoreIsSaidAndLeftAlone(@TempDir Path folder, CapturedOutput output) {
        Path none = folder.resolve("none");

        for (String command : List.of("doctor", "schema info", "schema undo --to 3")) {
            assertThat(Upkeep.of(List.of((command + " --userstore.data-dir=" + none).split(" "))))
                    .isOne();
        }

        assertThat(none).doesNotExist();
        assertThat(output.getErr()).contains("There is no store in the data folder " + none + ", and none was made.");
    }
}
