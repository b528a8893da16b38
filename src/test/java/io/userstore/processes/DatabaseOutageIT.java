package io.userstore.processes;

import static java.util.concurrent.TimeUnit.NANOSECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** PostgreSQL goes away under load, and comes back. */
class DatabaseOutageIT {

    private static final Logger log = LoggerFactory.getLogger(DatabaseOutageIT.class);

    /** Every request is answered within this, whatever the state of the database. */
    private static final Duration LONGEST_ANSWER = Duration.ofSeconds(10);

    private static final int CALLERS_PER_NODE = 8;

    private final TwoNodes nodes = TwoNodes.running();
    private final PostgresProcess postgres = nodes.postgres();

    @Test
    void storesSayUnavailableWhilePostgresIsStoppedImmediatelyAndRecoverByThemselves() throws IOException {
        outage(postgres::stopImmediately);
    }

    @Test
    void storesSayUnavailableWhilePostgresIsKilledAndRecoverByThemselves() throws IOException {
        outage(postgres::kill9);
    }

    private void outage(Runnable end) throws IOException {
        long known = nodes.a().client().send(Request.register()).id();
        Load load = Load.on(nodes, CALLERS_PER_NODE);
        try (load) {
            for (StoreProcess node : nodes.both()) {
                load.awaitAcknowledged(node, 100);
            }
            end.run();
            for (StoreProcess node : nodes.both()) {
                assertThat(node.client().send(Request.get(known)))
                        .as("a read without PostgreSQL")
                        .matches(Answer::isUnavailable);
                assertThat(node.client().health().status()).as("health").isEqualTo(503);
                load.await(node, 20, "been unavailable to", Attempt::unknown);
            }
            postgres.startAgain();
            long back = System.nanoTime();
            for (StoreProcess node : nodes.both()) {
                load.awaitAcknowledged(node, 100);
            }
            log.info("serving again after {} ms", NANOSECONDS.toMillis(System.nanoTime() - back));
        }

        Invariant.requireAll(postgres);
        Outcomes.requireKept(load.attempts(), postgres);
        report(load.attempts());
        assertThat(load.attempts())
                .as("what could not be decided")
                .filteredOn(Attempt::unknown)
                .allMatch(
                        attempt -> attempt.answer() != null && attempt.answer().isUnavailable());
        assertThat(load.attempts())
                .filteredOn(attempt -> attempt.millis() > LONGEST_ANSWER.toMillis())
                .as("answered too late")
                .isEmpty();
        for (StoreProcess node : nodes.both()) {
            assertThat(node.client().send(Request.get(known)).isDone()).isTrue();
        }
    }

    private static void report(List<Attempt> attempts) {
        log.info(
                "{} commands, {} found the store unavailable, the longest answer took {} ms",
                attempts.size(),
                attempts.stream().filter(Attempt::unknown).count(),
                attempts.stream().mapToLong(Attempt::millis).max().orElse(0));
    }
}
