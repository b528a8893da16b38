package io.userstore.adoption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.userstore.TestDatabase;
import io.userstore.TestNode;
import io.userstore.TestUsers;
import io.userstore.directory.CredentialsView;
import io.userstore.directory.FindCredentials;
import io.userstore.user.AccountStatus;
import io.userstore.user.EmailAddress;
import io.userstore.user.command.ChangeEmail;
import io.userstore.user.command.ChangeStatus;
import io.userstore.user.command.Erase;
import io.userstore.user.command.RecordLogin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;

class TableImportTest {

    private static final int ROWS = 100_000;

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

    private ImportOutcome run() throws Exception {
        return run(false, null);
    }

    private ImportOutcome run(boolean dryRun, @Nullable Duration interval) throws Exception {
        try (Source table = source.open()) {
            return run(table, dryRun, interval);
        }
    }

    private ImportOutcome run(Source table, boolean dryRun, @Nullable Duration interval)
            throws SQLException, IOException, InterruptedException {
        return node.bean(TableImport.class)
                .run(
                        table,
                        new TableImport.Wanted(reportFile(), dryRun, interval, "cli:test"),
                        (step, done, all) -> {});
    }

    private Path reportFile() {
        return folder.resolve("report.csv");
    }

    /** Lines as row, column, finding. */
    private List<String> report() throws IOException {
        return Files.readAllLines(reportFile()).stream()
                .skip(1)
                .map(line -> line.substring(0, line.indexOf(",\"")))
                .toList();
    }

    private long events() {
        return Objects.requireNonNull(jdbc.queryForObject("SELECT count(*) FROM event_log", Long.class));
    }

    @Test
    void tableComesOverColumnByColumnApartFromTheRowsOfTheReport() throws Exception {
        source.fill(1, ROWS);
        Map<Long, List<String>> expected = damage();
        assertThat(run(true, null).isComplete()).isFalse();
        assertThat(events()).isZero();

        ImportOutcome outcome = run();

        assertThat(outcome.isComplete()).isFalse();
        assertThat(findings("refused")).isEqualTo(expected);
        Map<Long, String> rows = source.rows();
        rows.keySet().removeAll(expected.keySet());
        Map<Long, String> rewritten = new TreeMap<>(rows);
        rewritten.keySet().retainAll(findings("rewritten").keySet());
        assertThat(rewritten.keySet()).containsExactly(3_000L, 3_001L, 3_002L, 3_003L, 3_004L);
        Map<Long, String> imported = SourceTable.rows(jdbc);
        assertThat(imported.keySet()).isEqualTo(rows.keySet());
        rewritten.forEach((id, row) -> assertThat(imported.get(id)).isNotEqualTo(row));
        imported.keySet().removeAll(rewritten.keySet());
        rows.keySet().removeAll(rewritten.keySet());
        assertThat(imported.equals(rows)).as("all rows to the letter").isTrue();
        assertThat(rowsOf(3_000, 3_004))
                .containsExactly(
                        "Ann.B@xn--bcher-kva.example 3000 2022-02-02T02:02:02.000001Z",
                        "user3001@example.com 3001 null",
                        "user3002@example.com 7 2022-02-02T02:02:02.000001Z",
                        "Anna.3003+tag@xn--bcher-kva.example 3003 2024-02-29T22:00:00Z",
                        "user3004@example.com 3004 2024-02-29T00:00:00Z");
        assertThat(jdbc.queryForObject("SELECT name FROM users WHERE id = 3001", String.class))
                .isEqualTo("Zo\u00eb");
        ComparedTables compared = Objects.requireNonNull(outcome.compared());
        assertThat(List.of(compared.equal(), compared.rewritten(), compared.different(), compared.missing()))
                .containsExactly((long) ROWS - 5 - expected.size(), 5L, 0L, (long) expected.size());
        assertThat(outcome.imported()).isEqualTo(events()).isEqualTo(ROWS - expected.size());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(reportFile())))
                .isEqualTo("rw-------");
        assertThat(Files.readString(reportFile())).doesNotContain("hunter2", "example", "$2b", "Ann");

        // Once more: nothing is doubled.
        ImportOutcome again = run();
        assertThat(again.imported()).isZero();
        assertThat(again.unchanged()).isEqualTo(ROWS - expected.size());
        assertThat(events()).isEqualTo(ROWS - expected.size());
        assertDerivedTables();
    }

    private Map<Long, List<String>> findings(String kind) throws IOException {
        return report().stream()
                .map(line -> line.split(","))
                .filter(line -> line[2].equals(kind))
                .collect(Collectors.groupingBy(
                        line -> Long.valueOf(line[0]),
                        TreeMap::new,
                        Collectors.mapping(line -> line[1], Collectors.toList())));
    }

    private List<String> rowsOf(long first, long last) {
        return jdbc.queryForList(
                "SELECT concat_ws(' ', email, CASE failed_login_attempts WHEN '7' THEN '7' ELSE id::text END,"
                        + " coalesce(last_login_at, 'null')) FROM users WHERE id BETWEEN ? AND ? ORDER BY id",
                String.class,
                first,
                last);
    }

    /** Makes rows that cannot come over, or not as they are; gives the former with their columns. */
    private Map<Long, List<String>> damage() {
        source.set(1_000, "email", "'no address'");
        source.set(1_001, "email", "'ünïcode@example.com'");
        source.set(1_002, "password_hash", "'hunter2'");
        source.set(1_003, "password_hash", "'5f4dcc3b5aa765d61d8327deb882cf99'");
        source.set(1_004, "name", "' '");
        source.set(1_005, "name", "E'Ann\\u202ebob'");
        source.set(1_006, "target_role", "''");
        source.set(1_007, "failed_login_attempts", "'many'");
        source.set(1_008, "failed_login_attempts", "'-1'");
        source.set(1_009, "last_login_at", "'yesterday'");
        source.set(1_010, "created_at", "'infinity'");
        source.set(1_011, "deleted_at", "'0044-03-15 BC'");
        source.set(1_012, "email", "'none'");
        source.set(1_012, "name", "''");
        source.set(1_013, "failed_login_attempts", "'٣'");
        source.set(2_000, "email", "'USER2001@EXAMPLE.COM'");
        source.set(2_001, "email", "'user2001@example.com'");
        source.set(90_000, "email", "'a@BÜCHER.example'");
        source.set(2_002, "email", "'A@bücher.example'");
        source.set(2_003, "email", "'a@xn--bcher-kva.example'");
        source.set(3_000, "email", "'Ann.B@BÜCHER.example'");
        source.set(3_001, "email", "'user3001@example.com'");
        source.set(3_001, "name", "E'Zoe\\u0308'");
        source.set(3_001, "last_login_at", "NULL");
        source.set(3_002, "email", "'user3002@example.com'");
        source.set(3_002, "failed_login_attempts", "'007'");
        source.set(3_002, "last_login_at", "'2022-02-02T02:02:02.000001Z'");
        source.set(3_003, "email", "'Anna.3003+tag@xn--bcher-kva.example'");
        source.set(3_003, "last_login_at", "'2024-03-01T00:00:00+02:00'");
        source.set(3_004, "email", "'user3004@example.com'");
        source.set(3_004, "last_login_at", "'2024-02-29'");
        Map<Long, List<String>> refused = new TreeMap<>();
        List.of(1_000L, 1_001L, 2_000L, 2_001L, 2_002L, 2_003L, 90_000L)
                .forEach(id -> refused.put(id, List.of("email")));
        List.of(1_002L, 1_003L).forEach(id -> refused.put(id, List.of("password_hash")));
        List.of(1_004L, 1_005L).forEach(id -> refused.put(id, List.of("name")));
        refused.put(1_006L, List.of("target_role"));
        List.of(1_007L, 1_008L, 1_013L).forEach(id -> refused.put(id, List.of("failed_login_attempts")));
        refused.put(1_009L, List.of("last_login_at"));
        refused.put(1_010L, List.of("created_at"));
        refused.put(1_011L, List.of("deleted_at"));
        refused.put(1_012L, List.of("email", "name"));
        return refused;
    }

    /** What else is derived from the log says the same as the table. */
    private void assertDerivedTables() {
        assertThat(jdbc.queryForObject("""
                        SELECT count(*)
                          FROM users
                          FULL JOIN email_reservations ON user_id = id
                         WHERE lower(email) IS DISTINCT FROM address
                        """, Long.class)).isZero();
        assertThat(jdbc.queryForObject("""
                        SELECT count(*)
                          FROM (SELECT id FROM users WHERE account_status = 'LOCKED') AS locked
                          FULL JOIN account_locks ON user_id = id
                         WHERE id IS NULL OR user_id IS NULL OR locked_until IS NOT NULL
                        """, Long.class)).isZero();
        assertThat(jdbc.queryForObject("""
                        SELECT count(*)
                          FROM users
                          LEFT JOIN data_keys ON aggregate_id = id::text
                         WHERE wrapped_key IS NULL
                        """, Long.class)).isZero();
        assertThat(jdbc.queryForObject(
                        "SELECT count(*) FROM event_log WHERE payload::text ~ 'example[.]|Ann Smith|Straße'",
                        Long.class))
                .isZero();
    }

    @Test
    void importedUsersLiveOnAndNewOnesGetIdsBehindThem() throws Exception {
        long before = node.<Long>send(TestUsers.user("native@example.org"));
        source.fill(200, 300);

        run();

        AtomicInteger later = new AtomicInteger();
        await().untilAsserted(() -> assertThat(
                        node.<Long>send(TestUsers.user("later" + later.incrementAndGet() + "@example.org")))
                .isGreaterThan(300));
        assertThat(before).isLessThan(200);
        node.send(new ChangeStatus(203, AccountStatus.ACTIVE));
        node.send(new RecordLogin(201));
        assertThat(node.ask(new FindCredentials(EmailAddress.of("USER201@example.com")), CredentialsView.class))
                .hasValueSatisfying(found -> assertThat(found.id()).isEqualTo(201));
        node.send(new Erase(202));
        assertThat(jdbc.queryForObject(
                        "SELECT wrapped_key IS NULL FROM data_keys WHERE aggregate_id = '202'", Boolean.class))
                .isTrue();
    }

    @Test
    void whatHappenedToAUserHereIsNotOverwritten() throws Exception {
        source.fill(1, 40);
        run();
        node.send(new RecordLogin(21));
        node.send(new ChangeEmail(20, EmailAddress.of("elsewhere@example.com")));
        node.send(new Erase(23));
        source.set(21, "name", "'Newer'");
        source.set(20, "name", "'Newer'");
        source.set(23, "name", "'Newer'");
        source.set(24, "name", "'Newer'");
        source.jdbc.update("DELETE FROM users WHERE id = 25");

        ImportOutcome outcome = run();

        assertThat(outcome.imported()).isEqualTo(1);
        assertThat(findings("refused").keySet()).containsExactly(20L, 21L, 23L);
        assertThat(findings("different").keySet()).containsExactly(20L, 21L, 23L);
        assertThat(findings("gone").keySet()).containsExactly(25L);
        assertThat(jdbc.queryForList("SELECT name FROM users WHERE id BETWEEN 20 AND 25 ORDER BY id", String.class))
                .contains("Newer", "erased")
                .filteredOn("Newer"::equals)
                .hasSize(1);
        assertDerivedTablesOf(24);
    }

    private void assertDerivedTablesOf(long id) {
        assertThat(jdbc.queryForObject(
                        "SELECT max(version) FROM event_log WHERE aggregate_id = ?", Long.class, Long.toString(id)))
                .isEqualTo(1);
    }

    @Test
    void addressesOfTheStoresUsersAreTheirs() throws Exception {
        node.send(TestUsers.user("USER10@example.com"));
        source.fill(10_000, 10_010);
        source.set(10_005, "email", "'user10@EXAMPLE.com'");

        run();

        assertThat(findings("refused")).isEqualTo(Map.of(10_005L, List.of("email")));
    }

    @Test
    void addressThatMovesFromOneUserToTheNextIsFollowed() throws Exception {
        source.fill(1, 6);
        run();
        source.set(6, "email", "'fresh@example.com'");
        source.set(5, "email", "'user6@example.com'");
        source.set(4, "email", "'user5@example.com'");

        ImportOutcome outcome = run();

        assertThat(outcome.isComplete()).isTrue();
        assertThat(SourceTable.rows(jdbc)).isEqualTo(source.rows());
    }

    @Test
    void importThatWasCutOffIsTakenUpAndDoublesNobody() throws Exception {
        source.fill(1, 9_000);
        try (Source table = source.open()) {
            assertThatThrownBy(() -> node.bean(TableImport.class)
                            .run(
                                    table,
                                    new TableImport.Wanted(reportFile(), false, null, "cli:test"),
                                    (step, done, all) -> {
                                        if (step.equals("Importing") && done == 7_500) {
                                            throw new IllegalStateException("cut off");
                                        }
                                    }))
                    .hasMessage("cut off");
        }
        long before = events();
        assertThat(before).isLessThan(9_000);

        ImportOutcome outcome = run();

        assertThat(outcome.isComplete()).isTrue();
        assertThat(outcome.imported() + outcome.unchanged()).isEqualTo(9_000);
        assertThat(events()).isEqualTo(9_000);
        assertThat(SourceTable.rows(jdbc)).isEqualTo(source.rows());
    }

    @Test
    void followedTableIsCaughtUpWith() throws Exception {
        source.fill(1, 2_000);
        int[] rounds = {0};
        try (Source live = source.open()) {
            Source changing = new Source() {
                @Override
                public Snapshot snapshot() throws SQLException {
                    if (++rounds[0] == 2) {
                        // With the time of the newest row, and with a time that is past by now.
                        source.jdbc.update("UPDATE users SET name = 'same time' WHERE id = 2000");
                        source.jdbc.update(
                                "UPDATE users SET name = 'late', updated_at = updated_at - interval '9 s' WHERE id = 1999");
                        source.fill(2_001, 2_010);
                    } else if (rounds[0] == 3) {
                        source.jdbc.update("UPDATE users SET updated_at = '2030-01-01' WHERE id % 10 = 0");
                    }
                    return live.snapshot();
                }

                @Override
                public void close() {}
            };
            ImportOutcome outcome = run(changing, false, Duration.ZERO);

            assertThat(outcome.isComplete()).isTrue();
            assertThat(outcome.rounds()).isEqualTo(4);
            assertThat(outcome.imported()).isEqualTo(2_000 + 12 + 201);
        }
        assertThat(SourceTable.rows(jdbc)).isEqualTo(source.rows());
    }
}
