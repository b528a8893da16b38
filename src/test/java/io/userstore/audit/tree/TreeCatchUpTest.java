package io.userstore.audit.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.userstore.TestDatabase;
import io.userstore.TestNode;
import java.time.Duration;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

/** A log that is longer than a piece and than all tiles of two levels. */
class TreeCatchUpTest {

    private static final long LONG = 70_000;

    @Test
    void logFromBeforeTheTreeIsCaughtUpWithPieceByPiece() {
        TestDatabase database = TestDatabase.fresh();
        Flyway.configure().dataSource(database.dataSource()).load().migrate();
        JdbcTemplate jdbc = new JdbcTemplate(database.dataSource());
        TestLog.fill(jdbc, 1, LONG);
        CheckpointTable checkpoints = new CheckpointTable(jdbc);

        try (TestNode node = TestNode.on(database)) {
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> checkpoints.newest().stream().anyMatch(newest -> newest.size() == LONG));

            assertThat(LONG).isGreaterThan(LogGrowthStream.PIECE);
            assertThat(checkpoints.newest().orElseThrow().root()).isEqualTo(TestLog.root(jdbc));
            assertThat(jdbc.queryForList("SELECT DISTINCT level FROM merkle_tiles ORDER BY 1", Integer.class))
                    .containsExactly(0, 1, 2);
            TileTable tiles = new TileTable(jdbc);
            Proofs proofs = new Proofs(new StoredTree(tiles, new TreeHash()));
            List<byte[]> leaves = TestLog.leaves(jdbc);
            for (long size : new long[] {1, 255, 256, 257, 512, 65_535, 65_536, 65_537, LONG}) {
                byte[] leaf = RfcVerifier.hash(0, leaves.get((int) size - 1));
                assertThat(RfcVerifier.includes(
                                size - 1, LONG, leaf, proofs.inclusion(size - 1, LONG), proofs.root(LONG)))
                        .isTrue();
                assertThat(size == LONG
                                || RfcVerifier.isConsistent(
                                        size,
                                        proofs.root(size),
                                        LONG,
                                        proofs.root(LONG),
                                        proofs.consistency(size, LONG)))
                        .as("from %s", size)
                        .isTrue();
            }
            assertThat(node.bean(LogVerification.class)
                            .verify(checkpoints.newest().orElseThrow().note(), null, (done, total) -> {}))
                    .isEqualTo(new Verdict(
                            LONG, LONG, checkpoints.after(0, Integer.MAX_VALUE).size(), List.of()));
        }
    }
}
