package io.userstore.adoption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.userstore.TestDatabase;
import io.userstore.TestNode;
import io.userstore.TestUsers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;

/** Sources and stores in states that nobody planned. */
class OddTableTest {

    private final SourceTable source = new SourceTable();
    private final TestDatabase database = TestDatabase.fresh();
    private final TestNode node = TestNode.on(database, "userstore.audit.build-tree=false");
    private final JdbcTemplate jdbc = node.jdbc();

    @TempDir
    private Path folder = Path.of("");

    @AfterEach
    void stop() {
        node.close();
    }

    private ImportOutcome run(boolean dryRun, @Nullable Duration interval) throws Exception {
        try (Source table = source.open()) {
            return run(table, dryRun, interval);
        }
    }

    private ImportOutcome run(Source table, boolean dryRun, @Nullable Duration interval) throws Exception {
        return run(node, table, dryRun, interval);
    }

    private ImportOutcome run(TestNode by, Source table, boolean dryRun, @Nullable Duration interval) throws Exception {
        return by.bean(TableImport.class)
                .run(
                        table,
                        new TableImport.Wanted(folder.resolve("report.csv"), dryRun, interval, "cli:test"),
                        (step, done, all) -> {});
    }

    /** Findings of a kind as row, column. */
    private List<String> findings(String kind) throws Exception {
        return Files.readAllLines(folder.resolve("report.csv")).stream()
                .filter(line -> line.contains("," + kind + ","))
                .map(line -> line.substring(0, line.indexOf("," + kind)))
                .toList();
    }

    private long number(String sql) {
        return Objects.requireNonNull(jdbc.queryForObject(sql, Long.class));
    }

    @Test
    void rowsThatSomebodyCopiedIntoTheStoreByHandAreImportedAllTheSame() throws Exception {
        source.fill(1, 20);
        SourceTable.fill(jdbc, 1, 10);

        ImportOutcome outcome = run(false, null);

        assertThat(outcome.isComplete()).isTrue();
        assertThat(outcome.imported()).isEqualTo(20);
        assertThat(number("SELECT count(*) FROM event_log WHERE version = 0")).isEqualTo(20);

        SourceTable.fill(jdbc, 21, 22);
        source.fill(21, 22);
        source.set(22, "name", "''");
        assertThat(run(false, null).isComplete()).isFalse();
        assertThat(findings("missing")).containsExactly("22,id");
    }

    @Test
    void rowsWithoutIdsAndWithAbsurdOnesAreRefusedEachAndSpoilNothing() throws Exception {
        source.jdbc.execute("ALTER TABLE users DROP CONSTRAINT users_pkey");
        source.jdbc.execute("ALTER TABLE users ALTER id DROP NOT NULL, ALTER id TYPE bigint");
        source.fill(1, 10);
        source.set(8, "id", "9007199254740992");
        source.set(9, "id", "NULL");
        source.set(10, "id", "NULL");

        ImportOutcome outcome = run(false, null);

        assertThat(outcome.imported()).isEqualTo(7);
        assertThat(findings("refused")).containsExactly("9007199254740992,id", "0,id", "0,id");
        assertThat(findings("missing")).containsExactly("9007199254740992,id", "0,id", "0,id");
        assertThat(number("SELECT last_value FROM users_id_seq")).isLessThan(1_000);
    }

    @Test
    void dryRunNamesIdsThatTheStoreHasGivenAway() throws Exception {
        long own = node.<Long>send(TestUsers.user("native@example.org"));
        source.fill((int) own, (int) own + 1);

        assertThat(run(true, null).refused()).isEqualTo(1);

        assertThat(findings("refused")).containsExactly(own + ",id");
        assertThat(run(false, null).imported()).isEqualTo(1);
    }

    @Test
    void secondImportDoesNotBeginWhileTheFirstIsUnderWay() throws Exception {
        source.fill(1, 3);
        try (Source first = source.open()) {
            TableImport.Wanted wanted = new TableImport.Wanted(folder.resolve("report.csv"), true, null, "cli:test");
            TableImport.Progress second = (step, done, all) ->
                    assertThatThrownBy(() -> run(false, null)).hasMessage("another import is running");

            node.bean(TableImport.class).run(first, wanted, second);
        }

        assertThat(run(false, null).imported()).isEqualTo(3);
    }

    @Test
    void followedGroupStaysRefusedAndNoTimeInTheFutureHidesWhatIsUpdatedBeforeIt() throws Exception {
        source.jdbc.execute("ALTER TABLE users DROP CONSTRAINT users_pkey");
        source.jdbc.execute("ALTER TABLE users ALTER updated_at DROP DEFAULT, ALTER updated_at TYPE varchar");
        source.jdbc.execute("DROP INDEX ix_users_email");
        source.fill(1, 10);
        source.set(1, "updated_at", "'2500-01-01'");
        source.set(6, "email", "'USER5@example.com'");
        source.set(9, "id", "8");
        int[] rounds = {0};
        try (Source live = source.open()) {
            Source changing = new Source() {
                @Override
                public Snapshot snapshot() throws SQLException {
                    if (++rounds[0] == 2) {
                        source.jdbc.update("""
                                UPDATE users
                                   SET name = 'Newer', updated_at = CAST(now() AT TIME ZONE 'UTC' AS text)
                                 WHERE id IN (4, 6) OR email LIKE 'user9@%'
                                """);
                    }
                    return live.snapshot();
                }

                @Override
                public void close() {}
            };

            assertThat(run(changing, false, Duration.ZERO).imported()).isEqualTo(6 + 1);
        }

        assertThat(jdbc.queryForList("SELECT id FROM users WHERE name = 'Newer'", Long.class))
                .containsExactly(4L);
        assertThat(jdbc.queryForList("SELECT id FROM users ORDER BY id", Long.class))
                .containsExactly(1L, 2L, 3L, 4L, 7L, 10L);
    }

    @Test
    void whoWasErasedDoesNotComeBackAfterARestoreThatForgotIt() throws Exception {
        source.fill(1, 3);
        node.close();
        Files.writeString(
                Path.of(database.dataFolder()).resolve("erasure-ledger"),
                "2 2026-01-01T00:00:00Z 00000000-0000-4000-8000-000000000001\n");
        try (TestNode restored = TestNode.on(database, "userstore.audit.build-tree=false");
                Source table = source.open()) {
            ImportOutcome outcome = run(restored, table, false, null);
            assertThat(outcome.imported()).isEqualTo(2);
        }
        assertThat(findings("refused")).containsExactly("2,deleted_at");
        assertThat(findings("missing")).containsExactly("2,id");
    }
}
