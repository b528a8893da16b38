package io.userstore.audit.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.userstore.TestDatabase;
import io.userstore.TestNode;
import io.userstore.TestUsers;
import io.userstore.eventlog.StoredEvents;
import io.userstore.privacy.KeptSecret;
import io.userstore.user.command.Erase;
import io.userstore.user.command.RecordLogin;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.axonframework.config.EventProcessingConfiguration;
import org.axonframework.eventhandling.pooled.PooledStreamingEventProcessor;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;

/** The tree follows the log, signed, whatever happens to those who build it; a log that is not the same stops it. */
class TreeBuilderTest {

    private static TestDatabase database;
    private static TestNode one;
    private static JdbcTemplate jdbc;
    private static int count;

    @BeforeAll
    static void start() {
        database = TestDatabase.fresh();
        Flyway.configure().dataSource(database.dataSource()).load().migrate();
        jdbc = new JdbcTemplate(database.dataSource());
        TestLog.fill(jdbc, 1, 300);
        one = TestNode.on(database, "logging.level.com.zaxxer.hikari=OFF");
    }

    @AfterAll
    static void stop() {
        one.close();
    }

    @AfterEach
    void treeIsThatOfTheLogAndEveryCheckpointSigned() {
        awaitCheckpoint();
        List<byte[]> hashes = TestLog.leaves(jdbc).stream()
                .map(leaf -> RfcVerifier.hash(0, leaf))
                .toList();
        VerifierKey key = one.bean(CheckpointSigning.class).key();
        for (CheckpointTable.Row row : checkpoints()) {
            SignedNote note = SignedNote.parse(row.note());
            assertThat(key.hasSigned(note)).isTrue();
            assertThat(note.text()).isEqualTo(new Checkpoint(key.name(), row.size(), row.root()).text());
            assertThat(row.root()).isEqualTo(RfcVerifier.root(hashes.subList(0, (int) row.size())));
        }
    }

    private static List<CheckpointTable.Row> checkpoints() {
        return new CheckpointTable(jdbc).after(0, Integer.MAX_VALUE);
    }

    private static void awaitCheckpoint() {
        await().atMost(Duration.ofSeconds(20))
                .ignoreExceptions()
                .until(() -> head()
                        == new CheckpointTable(jdbc).newest().orElseThrow().size());
    }

    private static long head() {
        Long head = jdbc.queryForObject("SELECT max(position) FROM event_log", Long.class);
        return head == null ? 0 : head;
    }

    private static double alarms() {
        return one.bean(MeterRegistry.class).counter("userstore.log.damaged").count();
    }

    private static void append() {
        one.send(TestUsers.user("u" + ++count + "@example.com"));
    }

    @Test
    void eventsAndErasuresComeIntoTheTree() {
        long id = one.<Long>send(TestUsers.user("erased@example.com"));
        one.send(new RecordLogin(id));
        awaitCheckpoint();

        one.send(new Erase(id));
    }

    @Test
    void logThatDoesNotGrowIsNotSignedAgain() {
        awaitCheckpoint();
        int before = checkpoints().size();

        PooledStreamingEventProcessor processor = processor();
        processor.shutDown();
        processor.start();
        await().until(() -> processor.processingStatus().values().stream().anyMatch(status -> status.isCaughtUp()));

        assertThat(checkpoints()).hasSize(before);
    }

    @Test
    void oneOfTwoNodesBuildsAndTheOtherGoesOnInItsPlace() {
        double before = alarms();
        try (TestNode other = TestNode.on(database)) {
            assertThat(other.bean(CheckpointSigning.class).key())
                    .hasToString(one.bean(CheckpointSigning.class).key().toString());
            append();
            awaitCheckpoint();
            PooledStreamingEventProcessor processor = processor();
            processor.shutDown();
            append();
            awaitCheckpoint();
            processor.start();
        }
        append();
        assertThat(alarms()).isEqualTo(before);
    }

    @Test
    void builderThatIsKilledInTheMiddleLeavesNothingInHalf() throws SQLException {
        awaitCheckpoint();
        long before = new TileTable(jdbc).size();
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            // The last that a builder does is to sign, and now it has to wait.
            statement.execute("LOCK TABLE checkpoints IN SHARE MODE");
            append();
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> new JdbcTemplate(database.superuserDataSource())
                            .queryForList("""
                                    SELECT pg_terminate_backend(pid)
                                      FROM pg_stat_activity
                                     WHERE datname = current_database()
                                       AND wait_event_type = 'Lock'
                                       AND query LIKE 'INSERT INTO checkpoints%'
                                    """, Boolean.class)
                            .contains(true));
            assertThat(new TileTable(jdbc).size()).isEqualTo(before);
            connection.rollback();
        }
    }

    @Test
    void buildingGoesOnAfterTheDatabaseWasAway() {
        append();
        database.refuseConnections();
        database.acceptConnections();
        await().atMost(Duration.ofSeconds(30)).ignoreExceptions().until(() -> {
            append();
            return true;
        });
    }

    @Test
    void nodeThatIsBehindAnotherOneTakesNothingUpTwice() {
        awaitCheckpoint();
        long size = head();
        double before = alarms();
        int signed = checkpoints().size();
        TreeBuilder builder = one.bean(TreeBuilder.class);

        builder.on(new LogGrown(0, size - 3, true));
        builder.on(new LogGrown(size - 2, size, true));

        assertThat(alarms()).isEqualTo(before);
        assertThat(checkpoints()).hasSize(signed);
    }

    @Test
    void treeThatHasLostLeavesRaisesAnAlarm() {
        awaitCheckpoint();
        double before = alarms();

        assertThatThrownBy(() -> one.bean(TreeBuilder.class).on(new LogGrown(head() + 1, head() + 2, true)))
                .isInstanceOf(LogDamaged.class);

        assertThat(alarms()).isEqualTo(before + 1);
    }

    @Test
    void tokenThatIsLostIsMadeAnew() {
        awaitCheckpoint();
        PooledStreamingEventProcessor processor = processor();
        processor.shutDown();
        jdbc.update("DELETE FROM tracking_tokens");
        processor.start();

        append();
    }

    @Test
    void logThatWasCutOffRaisesAnAlarmAndIsNotBuiltAnewAndOneThatIsWholeAgainIs() {
        append();
        awaitCheckpoint();
        long size = head();
        double before = alarms();
        jdbc.execute("CREATE TABLE cut_off AS SELECT * FROM event_log WHERE position > " + (size - 5));

        jdbc.update("DELETE FROM event_log WHERE position > ?", size - 5);

        await().atMost(Duration.ofSeconds(30)).until(() -> alarms() > before);
        assertThat(new TileTable(jdbc).size()).isEqualTo(size);
        assertThat(checkpoints().get(checkpoints().size() - 1).size()).isEqualTo(size);

        // Another log that is as long again.
        TestLog.fill(jdbc, size - 4, size + 3);
        double stillShort = alarms();
        await().atMost(Duration.ofSeconds(90)).until(() -> alarms() > stillShort);
        assertThat(new TileTable(jdbc).size()).isEqualTo(size);

        jdbc.update("DELETE FROM event_log WHERE position > ?", size - 5);
        jdbc.update("INSERT INTO event_log SELECT * FROM cut_off");
        jdbc.execute("DROP TABLE cut_off");
        TestLog.fill(jdbc, size + 1, size + 2);
    }

    private static PooledStreamingEventProcessor processor() {
        return one.bean(EventProcessingConfiguration.class)
                .eventProcessor(TreeBuilder.PROCESSOR, PooledStreamingEventProcessor.class)
                .orElseThrow();
    }

    private static TreeBuilder builderOfANodeThatHasJustStarted() {
        return new TreeBuilder(
                one.bean(JdbcTemplate.class),
                one.bean(StoredEvents.class),
                one.bean(TileTable.class),
                one.bean(CheckpointTable.class),
                one.bean(CheckpointSigning.class),
                one.bean(TreeAlarm.class));
    }

    @Test
    void logThatWasRewrittenWithItsTreeIsNotSignedAgain() {
        append();
        awaitCheckpoint();
        processor().shutDown();
        long size = head();
        jdbc.execute("CREATE TABLE signed_tiles AS TABLE merkle_tiles");
        jdbc.execute("CREATE TABLE signed_checkpoints AS TABLE checkpoints");
        jdbc.update("UPDATE event_log SET type = 'test.rewritten' WHERE position = 5");
        jdbc.update("DELETE FROM merkle_tiles");
        TreeHash hash = new TreeHash();
        StoredTree forged = new StoredTree(new TileTable(jdbc), hash);
        one.bean(StoredEvents.class).read(0, size, new TreeGrowth(forged, hash));
        forged.write();
        append();
        LogGrown grown = new LogGrown(size, size + 1, true);

        assertThatThrownBy(() -> builderOfANodeThatHasJustStarted().on(grown)).isInstanceOf(LogDamaged.class);
        jdbc.update("DELETE FROM checkpoints");
        assertThatThrownBy(() -> one.bean(TreeBuilder.class).on(grown)).isInstanceOf(LogDamaged.class);
        jdbc.update("DELETE FROM merkle_tiles");
        assertThatThrownBy(() -> one.bean(TreeBuilder.class).on(new LogGrown(0, size + 1, true)))
                .isInstanceOf(LogDamaged.class);
        assertThat(checkpoints()).isEmpty();

        jdbc.update("UPDATE event_log SET type = 'test.happened' WHERE position = 5");
        jdbc.update("DELETE FROM merkle_tiles");
        jdbc.update("INSERT INTO merkle_tiles TABLE signed_tiles");
        jdbc.update("INSERT INTO checkpoints TABLE signed_checkpoints");
        jdbc.execute("DROP TABLE signed_tiles, signed_checkpoints");
        processor().start();
    }

    @Test
    void checkpointThatIsNotAsItWasSignedStopsTheBuilder() {
        append();
        awaitCheckpoint();
        processor().shutDown();
        jdbc.update("UPDATE checkpoints SET note = note || note WHERE size = ?", head());
        LogGrown grown = new LogGrown(head() - 1, head(), true);

        assertThatThrownBy(() -> builderOfANodeThatHasJustStarted().on(grown)).isInstanceOf(LogDamaged.class);

        jdbc.update("UPDATE checkpoints SET note = left(note, length(note) / 2) WHERE size = ?", head());
        processor().start();
    }

    @Test
    void treeIsBuiltAnewUnderTheCheckpointsThatAreThere() {
        append();
        awaitCheckpoint();
        int signed = checkpoints().size();
        processor().shutDown();
        jdbc.update("DELETE FROM merkle_tiles");
        jdbc.update("DELETE FROM tracking_tokens WHERE processor_name = ?", TreeBuilder.PROCESSOR);
        processor().start();

        await().atMost(Duration.ofSeconds(20)).until(() -> new TileTable(jdbc).size() == head());
        assertThat(checkpoints()).hasSize(signed);
        append();
    }

    @Test
    void treeThatEndsBeforeWhatWasSignedIsDamaged() {
        append();
        awaitCheckpoint();
        processor().shutDown();
        long size = head();
        jdbc.execute("CREATE TABLE signed_tiles AS TABLE merkle_tiles");
        jdbc.update("DELETE FROM merkle_tiles");

        LogGrown shorter = new LogGrown(0, size - 1, true);
        assertThatThrownBy(() -> builderOfANodeThatHasJustStarted().on(shorter)).isInstanceOf(LogDamaged.class);
        assertThat(new TileTable(jdbc).size()).isZero();

        jdbc.update("INSERT INTO merkle_tiles TABLE signed_tiles");
        jdbc.execute("DROP TABLE signed_tiles");
        processor().start();
    }

    @Test
    void tileThatNoTreeHasRaisesAnAlarmAndIsRefusedByTheTable() {
        awaitCheckpoint();
        double before = alarms();
        long head = head();
        String huge = "INSERT INTO merkle_tiles VALUES (0, 9223372036854775807, sha256(''))";
        assertThatThrownBy(() -> jdbc.update(huge)).isInstanceOf(DataIntegrityViolationException.class);
        processor().shutDown();
        jdbc.execute("ALTER TABLE merkle_tiles DROP CONSTRAINT merkle_tiles_index_check");
        jdbc.update(huge);

        assertThatThrownBy(() -> one.bean(TreeBuilder.class).on(new LogGrown(head, head + 1, true)))
                .isInstanceOf(LogDamaged.class);

        assertThat(alarms()).isEqualTo(before + 1);
        jdbc.update("DELETE FROM merkle_tiles WHERE index > 1000000");
        processor().start();
    }

    @Test
    void signingKeyThatIsLostIsNotMadeAnewBesideCheckpoints() {
        awaitCheckpoint();
        jdbc.execute("CREATE TABLE lost AS SELECT * FROM data_keys WHERE aggregate_id = 'checkpoint signing key'");
        jdbc.update("DELETE FROM data_keys WHERE aggregate_id = 'checkpoint signing key'");
        CheckpointSigning fresh = new CheckpointSigning(
                one.bean(KeptSecret.class),
                one.bean(CheckpointTable.class),
                null,
                one.bean(PlatformTransactionManager.class));

        assertThatThrownBy(fresh::key).isInstanceOf(LogDamaged.class);

        assertThat(one.bean(KeptSecret.class).find()).isEmpty();
        jdbc.update("INSERT INTO data_keys TABLE lost");
        jdbc.execute("DROP TABLE lost");
        assertThat(fresh.key())
                .hasToString(one.bean(CheckpointSigning.class).key().toString());
    }
}
