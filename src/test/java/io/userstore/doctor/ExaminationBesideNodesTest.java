package io.userstore.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.userstore.TestDatabase;
import io.userstore.TestNode;
import io.userstore.TestUsers;
import io.userstore.user.command.Erase;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** What depends on what goes on meanwhile: nodes at work, a connection that is lost. */
class ExaminationBesideNodesTest {

    @Test
    void whatFollowsTheLogIsBehindOnlyIfThereIsANodeThatShouldTakeItThere() {
        TestDatabase database = TestDatabase.fresh();
        try (Patient patient = new Patient(database)) {
            try (TestNode node = TestNode.on(database, "userstore.audit.build-tree=false")) {
                node.send(TestUsers.user("ann@example.com"));
                assertThat(patient.faults()).isEmpty();

                patient.damage("UPDATE event_log SET occurred_at = now() - interval '61 s'");

                await().atMost(Duration.ofSeconds(30))
                        .untilAsserted(
                                () -> assertThat(patient.faults()).containsOnlyKeys("merkle tree", "checkpoints"));
                assertThat(patient.faults().get("merkle tree"))
                        .startsWith("the tree is at 0 of 1, and the next event waits since 6");

                patient.damage("""
                        INSERT INTO tracking_tokens
                        VALUES ('kafka gone', 0, convert_to('{"globalIndex":0}', 'UTF8'), 'token',
                                '2026-01-01T00:00:00.123Z', NULL)
                        """);
                assertThat(patient.findings())
                        .filteredOn(finding -> finding.check().equals("tracking tokens"))
                        .singleElement()
                        .satisfies(finding -> {
                            assertThat(finding.found()).startsWith("kafka gone 0 is at 0 of 1");
                            assertThat(finding.advice()).contains("WHERE processor_name = 'kafka gone'");
                        });
                patient.damage(
                        "UPDATE tracking_tokens SET processor_name = 'gone' WHERE processor_name = 'kafka gone'");
                assertThat(patient.findings())
                        .filteredOn(finding -> finding.check().equals("tracking tokens"))
                        .singleElement()
                        .satisfies(finding -> {
                            assertThat(finding.found()).startsWith("gone 0 is at 0 of 1");
                            assertThat(finding.advice()).doesNotContain("DELETE");
                        });
            }
            await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> assertThat(patient.faults()).isEmpty());
            assertThat(patient.findings())
                    .extracting(Finding::found)
                    .anyMatch(found -> found.matches("the tree is at 0 of 1, .*, for a node that serves"));
        }
    }

    @Test
    void keysInADatabaseOfTheirOwnAreHeldAgainstTheLog() {
        TestDatabase log = TestDatabase.fresh();
        TestDatabase keys = TestDatabase.fresh();
        JdbcTemplate keysByJdbc = new JdbcTemplate(keys.dataSource());
        String[] own = {
            "userstore.privacy.database.url=" + keys.url(),
            "userstore.privacy.database.username=" + keys.username(),
            "userstore.privacy.database.password=" + keys.password()
        };
        byte[] annsKey;
        try (TestNode node = TestNode.on(log, own)) {
            node.send(TestUsers.user("ann@example.com"));
            node.send(TestUsers.user("bob@example.com"));
            annsKey = keysByJdbc.queryForObject(
                    "SELECT wrapped_key FROM data_keys WHERE aggregate_id = '1'", byte[].class);
            node.send(new Erase(1L));
        }
        try (Patient patient = new Patient(log, own)) {
            assertThat(patient.faults()).isEmpty();

            keysByJdbc.update(
                    "UPDATE data_keys SET wrapped_key = ?, erased_at = NULL WHERE aggregate_id = '1'", annsKey);
            assertThat(patient.faults()).as("a node may be about to destroy it").isEmpty();
            patient.damage("UPDATE event_log SET occurred_at = now() - interval '1 hour'");
            assertThat(patient.faults())
                    .containsOnlyKeys("data keys")
                    .containsEntry("data keys", "not destroyed although their users are erased: 1: 1");
            keysByJdbc.update("DELETE FROM data_keys WHERE aggregate_id = '2'");
            assertThat(patient.faults())
                    .containsEntry("data keys", "missing for 1: 2; not destroyed although erased: 1: 1");

            keys.refuseConnections();
            assertThat(patient.faults()).containsKeys("key tables", "migrations", "data keys", "key-encryption key");
        }
    }

    @Test
    void whatHappensAfterTheSnapshotDoesNotMakeAnythingLate() throws Exception {
        TestDatabase log = TestDatabase.fresh();
        JdbcTemplate jdbc = new JdbcTemplate(log.dataSource());
        jdbc.execute("CREATE TABLE event_log (position bigint, occurred_at timestamptz)");
        jdbc.execute("CREATE TABLE checkpoints (size bigint)");
        try (var node = log.dataSource().getConnection();
                var snapshot = log.dataSource().getConnection()) {
            new JdbcTemplate(new SingleConnectionDataSource(node, true))
                    .execute("SELECT pg_advisory_lock_shared(" + Long.toString(0x75736572_6e6f6465L) + ")");
            snapshot.setAutoCommit(false);
            JdbcTemplate examined = new JdbcTemplate(new SingleConnectionDataSource(snapshot, true));
            examined.queryForObject("SELECT now()", Object.class);
            examined.update("INSERT INTO event_log VALUES (1, clock_timestamp())");

            assertThat(new ConsumerChecks(Duration.ZERO)
                            .all()
                            .get(1)
                            .examiner()
                            .examine(examined)
                            .ok())
                    .isTrue();
        }
    }

    @Test
    void connectionThatIsLostInTheMiddleLeavesEachCheckWithOneFinding() {
        Check good = new Check("good", Set.of(), jdbc -> Check.Found.good("here"));
        Check fatal = new Check("fatal", Set.of(), jdbc -> {
            jdbc.execute("SELECT pg_terminate_backend(pg_backend_pid())");
            return Check.Found.good("never");
        });
        Check after = new Check("after", Set.of(), jdbc -> Check.Found.good("never"));

        List<Finding> findings;
        try (Patient patient = new Patient(TestDatabase.fresh())) {
            findings = patient.findings(List.of(good, fatal, after));
        }

        assertThat(findings)
                .extracting(Finding::check, Finding::found)
                .hasSize(8)
                .doesNotHaveDuplicates()
                .endsWith(
                        tuple("good", "here"),
                        tuple("fatal", "not run: the connection was lost"),
                        tuple("after", "not run: the connection was lost"));
    }

    @Test
    void userThatIsErasedBetweenTwoSnapshotsIsNoFault() throws Exception {
        TestDatabase log = TestDatabase.fresh();
        TestDatabase keys = TestDatabase.fresh();
        new JdbcTemplate(keys.dataSource())
                .execute("CREATE TABLE data_keys (aggregate_id text COLLATE \"C\", wrapped_key bytea)");
        new JdbcTemplate(log.dataSource()).execute("""
                CREATE TABLE event_log (position bigint, aggregate_id text COLLATE "C", aggregate_type text,
                                        version bigint, type text, occurred_at timestamptz);
                INSERT INTO event_log VALUES (1, '1', 'user', 0, 'user.registered', now());
                INSERT INTO event_log VALUES (2, '2', 'user', 0, 'user.registered', now())
                """);
        KeyComparison comparison = new KeyComparison();
        try (var before = log.dataSource().getConnection();
                var apart = keys.dataSource().getConnection()) {
            comparison.compare(before, apart);
            new JdbcTemplate(log.dataSource())
                    .execute("INSERT INTO event_log VALUES (3, '1', 'user', 1, 'user.erased', now())");
            comparison.leaveOutWhatWasUnderWay(before);
        }

        assertThat(comparison.found().text()).isEqualTo("missing for 1: 2");
    }
}
