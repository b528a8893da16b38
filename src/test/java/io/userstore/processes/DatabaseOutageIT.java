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

    /** What a store saw of its database holds for five seconds, unless a command finds out before. */
    private static final Duration TIME_TO_NOTICE = Duration.ofSeconds(8);

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
                Deadline.in(TIME_TO_NOTICE).await(() -> statusOf(node, "") == 503, () -> node + " says it is well");
                assertThat(statusOf(node, "/readiness")).as("readiness").isEqualTo(503);
                assertThat(statusOf(node, "/liveness")).as("liveness").isEqualTo(200);
                load.await(node, 20, "been unavailable to", Attempt::unknown);
            }
            postgres.startAgain();
            long back = System.nanoTime();
            for (StoreProcess node : nodes.both()) {
                load.awaitAcknowledged(node, 100);
            }
            log.info("serving again after {} ms", NANOSECONDS.toMillis(System.nanoTime() - back));
            for (StoreProcess node : nodes.both()) {
                Deadline.in(TIME_TO_NOTICE)
                        .await(() -> statusOf(node, "/readiness") == 200, () -> node + " does not know it is ready");
            }
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

    private static int statusOf(StoreProcess node, String group) {
        try {
            return node.client().health(group).status();
        } catch (IOException e) {
            throw new AssertionError("probes of " + node + " must not hang", e);
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
