package io.userstore.audit.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.userstore.TestDatabase;
import io.userstore.TestNode;
import io.userstore.TestUsers;
import io.userstore.audit.verifier.ExportVerdict;
import io.userstore.audit.verifier.ExportVerification;
import io.userstore.eventlog.StoredEvents;
import io.userstore.user.command.Erase;
import io.userstore.user.command.RecordLogin;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.json.JsonMapper;

/** Whatever is done to the log behind the store's back is found by who kept a checkpoint, and its first place named. */
class TamperingTest {

    private static final int TIMES = 200;

    /** More than two tiles. */
    private static final long SIZE = 600;

    private static final long SEED = new Random().nextLong();

    @TempDir
    private static Path folder = Path.of("");

    private static TestNode node;
    private static JdbcTemplate superuser;
    private static TamperedLog log;
    private static String kept = "";
    private static String key = "";

    @BeforeAll
    static void logWithUsersErasedOnesAndManyCheckpoints() throws SQLException {
        TestDatabase database = TestDatabase.fresh();
        superuser = new JdbcTemplate(
                new SingleConnectionDataSource(database.superuserDataSource().getConnection(), true));
        superuser.execute("SET synchronous_commit = off");
        node = TestNode.on(database, "userstore.audit.build-tree=false");
        for (int i = 0; i < 20; i++) {
            long id = node.<Long>send(TestUsers.user("u" + i + "@example.com"));
            node.send(new RecordLogin(id));
            if (i % 4 == 0) {
                node.send(new Erase(id));
            }
        }
        StoredEvents events = node.bean(StoredEvents.class);
        TestLog.fill(superuser, events.head() + 1, SIZE);
        Random random = new Random(SEED);
        CheckpointSigning signing = node.bean(CheckpointSigning.class);
        TileTable tiles = new TileTable(superuser);
        TreeBuilder builder = new TreeBuilder(
                superuser,
                events,
                tiles,
                new CheckpointTable(superuser),
                signing,
                new TreeAlarm(new SimpleMeterRegistry()));
        TreeSet<Long> sizes = new TreeSet<>(List.of(SIZE));
        random.longs(12, 1, SIZE).forEach(sizes::add);
        sizes.forEach(size -> builder.on(new LogGrown(tiles.size(), size, true)));
        log = new TamperedLog(superuser, events, signing, random);
        kept = new CheckpointTable(superuser).newest().orElseThrow().note();
        key = signing.key().toString();
    }

    @AfterEach
    void mend() {
        log.mend();
    }

    @AfterAll
    static void stop() {
        node.close();
        ((SingleConnectionDataSource) Objects.requireNonNull(superuser.getDataSource())).destroy();
    }

    private static Verdict verify() {
        return node.bean(LogVerification.class).verify(kept, key, (done, total) -> {});
    }

    @Test
    void untouchedLogWithErasedUsersVerifiesWithAndWithoutWhatWasKept() {
        int checkpoints =
                new CheckpointTable(superuser).after(0, Integer.MAX_VALUE).size();

        assertThat(verify()).isEqualTo(new Verdict(SIZE, SIZE, checkpoints, List.of()));
        assertThat(node.bean(LogVerification.class).verify(null, null, (done, total) -> {}))
                .isEqualTo(new Verdict(SIZE, SIZE, checkpoints, List.of()));
        TestLog.fill(superuser, SIZE + 1, SIZE + 5);
        assertThat(verify()).isEqualTo(new Verdict(SIZE + 5, SIZE, checkpoints, List.of()));
    }

    @Test
    void everyTamperingIsFoundInItsPlace() throws IOException {
        System.out.println("tampering with seed " + SEED);
        TamperedLog.Kind[] kinds = TamperedLog.Kind.values();
        for (int i = 0; i < TIMES; i++) {
            TamperedLog.Expected expected = log.tamper(kinds[i % kinds.length]);

            Finding finding = verify().findings().get(0);

            assertThat(new TamperedLog.Expected(expected.what(), finding.first(), finding.last()))
                    .as("%s, seed %s", finding.message(), SEED)
                    .isEqualTo(expected);
            assertThat(finding.part()).isEqualTo(Finding.Part.LOG);
            if (i < kinds.length) {
                assertThat(verifyExport().problems())
                        .as("export, %s, seed %s", expected, SEED)
                        .isNotEmpty();
            }
            log.mend();
        }
        assertThat(verify().findings()).isEmpty();
    }

    private static ExportVerdict verifyExport() throws IOException {
        Path export = folder.resolve("export.ndjson");
        try (OutputStream out = Files.newOutputStream(export)) {
            JsonGenerator lines =
                    JsonMapper.shared().writer().withRootValueSeparator("\n").createGenerator(out);
            node.bean(LogExport.class).write(lines, text -> text, (done, total) -> {});
            lines.flush();
        }
        return ExportVerification.verify(export, kept, key, done -> {});
    }

    @Test
    void untouchedExportVerifiesAndWhatComesAfterTheCheckpointIsNotCovered() throws IOException {
        assertThat(verifyExport()).isEqualTo(new ExportVerdict(SIZE, SIZE, true, List.of()));
        TestLog.fill(superuser, SIZE + 1, SIZE + 5);
        assertThat(verifyExport()).isEqualTo(new ExportVerdict(SIZE + 5, SIZE, true, List.of()));
    }

    @Test
    void gapAfterTheNewestCheckpointIsFoundByThePositions() {
        TestLog.fill(superuser, SIZE + 1, SIZE + 9);
        superuser.update("DELETE FROM event_log WHERE position = ?", SIZE + 5);

        assertThat(verify().findings())
                .singleElement()
                .returns(Finding.Part.LOG, Finding::part)
                .returns(SIZE + 5, Finding::first)
                .returns(SIZE + 5, Finding::last);
    }

    @Test
    void treeThatWasTamperedWithIsToldFromTheLog() {
        superuser.update(
                "UPDATE merkle_tiles SET hashes = set_byte(hashes, 3200, get_byte(hashes, 3200) # 1) WHERE index = 1");

        assertThat(verify().findings())
                .singleElement()
                .returns(Finding.Part.TREE, Finding::part)
                .returns(357L, Finding::first);
        log.mend();
        superuser.update("DELETE FROM merkle_tiles WHERE index = 1");

        assertThat(verify().findings())
                .singleElement()
                .returns(Finding.Part.TREE, Finding::part)
                .returns(257L, Finding::first);
        log.mend();
        superuser.update("UPDATE merkle_tiles SET hashes = set_byte(hashes, 40, 0) WHERE level = 1");
        superuser.update("UPDATE merkle_tiles SET hashes = set_byte(hashes, 41, 0) WHERE level = 1");

        assertThat(verify().findings()).singleElement().returns(Finding.Part.TREE, Finding::part);
    }

    @Test
    void checkpointThatWasTamperedWithIsToldFromTheLog() {
        superuser.update("UPDATE checkpoints SET note = replace(note, E'\\n', E'\\n ') WHERE size < ?", SIZE);

        List<Finding> findings = verify().findings();

        int others = new CheckpointTable(superuser).after(0, Integer.MAX_VALUE).size() - 1;
        assertThat(findings)
                .hasSize(Math.min(others, 11))
                .allMatch(finding -> finding.part() == Finding.Part.CHECKPOINT);
    }

    @Test
    void checkpointsBesideTheRealOnesAreCountedAndTheFirstNamed() {
        superuser.update(
                "INSERT INTO checkpoints (size, root, note) SELECT ? + n, sha256(''), 'none'"
                        + " FROM generate_series(1, 1500) AS n",
                SIZE);

        assertThat(verify().findings())
                .hasSize(11)
                .allMatch(finding -> finding.part() == Finding.Part.CHECKPOINT)
                .last()
                .returns("1490 more stored checkpoints are not as they were signed", Finding::message);
    }

    @Test
    void rowsThatNoTileOrCheckpointCanBeAreFindings() {
        superuser.execute("ALTER TABLE merkle_tiles DROP CONSTRAINT merkle_tiles_index_check,"
                + " DROP CONSTRAINT merkle_tiles_hashes_check, ALTER COLUMN hashes DROP NOT NULL");
        superuser.execute("ALTER TABLE checkpoints ALTER COLUMN root DROP NOT NULL, ALTER COLUMN note DROP NOT NULL");
        for (String tampering : List.of(
                "INSERT INTO merkle_tiles VALUES (0, 9223372036854775807, sha256(''))",
                "INSERT INTO merkle_tiles VALUES (0, 36028797018963967, sha256(''))",
                "UPDATE merkle_tiles SET hashes = sha256('') || '\\x00' WHERE level = 0 AND index = 1",
                "UPDATE merkle_tiles SET hashes = NULL WHERE level = 0 AND index = 0",
                "UPDATE merkle_tiles SET hashes = NULL WHERE level = 0 AND index = 2",
                "UPDATE merkle_tiles SET hashes = hashes || sha256('') WHERE level = 0 AND index = 1")) {
            superuser.execute(tampering);

            assertThat(verify().findings()).as(tampering).singleElement().returns(Finding.Part.TREE, Finding::part);
            log.mend();
        }
        superuser.update("INSERT INTO checkpoints (size) VALUES (?)", SIZE + 1);

        assertThat(verify().findings()).singleElement().returns(Finding.Part.CHECKPOINT, Finding::part);
    }

    @Test
    void checkpointThatSomebodyElseHasSignedIsRefused() {
        String other = new NoteSigner(new byte[32], null)
                .sign(SignedNote.parse(kept).text())
                .toString();

        assertThat(node.bean(LogVerification.class)
                        .verify(other, null, (done, total) -> {})
                        .findings())
                .singleElement()
                .returns(Finding.Part.CHECKPOINT, Finding::part);
    }

    @Test
    void errorWhileHashingIsNotTakenForTheEndOfTheLog() {
        HashingThread hashing = new HashingThread(new TreeHash(), (position, leaf) -> {
            throw new StackOverflowError("too deep");
        });

        assertThatThrownBy(() -> {
                    node.bean(StoredEvents.class).readAll(hashing);
                    hashing.finish();
                })
                .isInstanceOf(StackOverflowError.class);
    }
}
