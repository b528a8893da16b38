package io.userstore.adoption;

import static org.assertj.core.api.Assertions.assertThat;

import io.userstore.TestDatabase;
import io.userstore.TestNode;
import java.nio.file.Files;
import java.nio.file.Path;
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
        return node.bean(TableImport.class)
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
}
