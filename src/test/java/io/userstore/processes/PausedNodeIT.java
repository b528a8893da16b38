package io.userstore.processes;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the append lock is worth when its holder is stopped: SIGSTOP in mid-batch. */
class PausedNodeIT {

    private static final Logger log = LoggerFactory.getLogger(PausedNodeIT.class);

    /** The guarantee. */
    private static final Duration LONGEST_HOLD = Duration.ofSeconds(5);

    /** What the machine may take on top to schedule everybody and to answer. */
    private static final Duration SCHEDULING = Duration.ofSeconds(1);

    private static final int PAUSES = 2;
    private static final int CALLERS_PER_NODE = 8;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** The session of a node that has the append lock and is waiting for the node's next statement. */
    private static final String HOLDER = """
            SELECT 1
              FROM pg_locks
              JOIN pg_stat_activity USING (pid)
             WHERE locktype = 'advisory'
               AND granted
               AND state = 'idle in transaction'
               AND application_name = ?
            """;

    private final TwoNodes nodes = TwoNodes.running();

    @Test
    void nodePausedInMidBatchHoldsTheOtherUpForFiveSecondsAtMostAndServesOnWhenResumed() {
        StoreProcess paused = nodes.a();
        StoreProcess other = nodes.b();
        Load load = Load.on(nodes, CALLERS_PER_NODE);
        try (load) {
            for (int i = 0; i < PAUSES; i++) {
                load.awaitAcknowledged(paused, 100);
                load.awaitAcknowledged(other, 100);
                pauseInMidBatch(paused);
                try {
                    load.awaitAcknowledged(other, 50);
                    Invariant.requireAll(nodes.postgres());
                } finally {
                    paused.resume();
                }
                load.awaitAcknowledged(paused, 100);
            }
        }

        Invariant.requireAll(nodes.postgres());
        Outcomes.requireKept(load.attempts(), nodes.postgres());
        Duration stall = longest(load.attempts(), other);
        List<Attempt> interrupted = load.attempts().stream()
                .filter(attempt -> attempt.node() == paused && attempt.unknown())
                .toList();
        log.info(
                "{} commands, longest stall {} ms, {} interrupted",
                load.attempts().size(),
                stall.toMillis(),
                interrupted.size());
        assertThat(stall)
                .as("how long the other node was held up")
                .isLessThan(LONGEST_HOLD.plus(SCHEDULING))
                .isGreaterThan(Duration.ofSeconds(1));
        assertThat(interrupted)
                .as("commands of the interrupted batches")
                .isNotEmpty()
                .allMatch(
                        attempt -> attempt.answer() != null && attempt.answer().isUnavailable());
        assertThat(load.attempts())
                .filteredOn(attempt -> attempt.node() == other)
                .as("commands of the other node")
                .noneMatch(Attempt::unknown);
    }

    /** A node that is just waiting for the lock gets it while it is paused, which is as good. */
    private void pauseInMidBatch(StoreProcess node) {
        Deadline.in(PATIENCE)
                .await(
                        () -> {
                            node.pause();
                            if (holdsLockForGood(node)) {
                                return true;
                            }
                            node.resume();
                            return false;
                        },
                        () -> node + " was never met in mid-batch");
    }

    /** Looked at twice: the last statement sent before the pause may still be under way at the first look. */
    private boolean holdsLockForGood(StoreProcess node) {
        try (Connection connection = nodes.postgres().connect();
                PreparedStatement holder = connection.prepareStatement(HOLDER)) {
            holder.setString(1, node.toString());
            for (int look = 0; look < 50; look++) {
                try (ResultSet rows = holder.executeQuery()) {
                    if (rows.next()) {
                        return true;
                    }
                }
            }
            return false;
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    private static Duration longest(List<Attempt> attempts, StoreProcess node) {
        return Duration.ofMillis(attempts.stream()
                .filter(attempt -> attempt.node() == node)
                .mapToLong(Attempt::millis)
                .max()
                .orElseThrow());
    }
}
