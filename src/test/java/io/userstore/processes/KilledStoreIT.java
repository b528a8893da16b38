package io.userstore.processes;

import static java.util.concurrent.TimeUnit.MICROSECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** G1 and G6: {@code kill -9} of the store; {@code -Dstore.kills=20} kills that often in all. */
class KilledStoreIT {

    private static final Logger log = LoggerFactory.getLogger(KilledStoreIT.class);
    private static final int NODES = 2;
    private static final int ROUNDS = Math.max(1, Integer.getInteger("store.kills", 6) / NODES);
    private static final int CALLERS_PER_NODE = 8;

    private final TwoNodes nodes = TwoNodes.running();

    @Test
    void killsUnderLoadLoseNothingAcknowledgedAndLeaveNothingInHalf() {
        long seed = System.nanoTime();
        log.info("seed {}", seed);
        Random random = new Random(seed);
        Load load = Load.on(nodes, CALLERS_PER_NODE);
        try (load) {
            for (int round = 0; round < ROUNDS; round++) {
                List<StoreProcess> victims = new ArrayList<>(nodes.both());
                Collections.shuffle(victims, random);
                for (StoreProcess victim : victims) {
                    load.awaitAcknowledged(victim, 1 + random.nextInt(200));
                    LockSupport.parkNanos(MICROSECONDS.toNanos(random.nextInt(20_000)));
                    victim.kill9();
                }
                Invariant.requireAll(nodes.postgres());
                nodes.startAgain();
                Outcomes.requireKept(load.attempts(), nodes.postgres());
            }
        }

        Invariant.requireAll(nodes.postgres());
        Outcomes.requireKept(load.attempts(), nodes.postgres());
        List<Attempt> unknown =
                load.attempts().stream().filter(Attempt::unknown).toList();
        log.info("{} commands, {} of unknown outcome", load.attempts().size(), unknown.size());
        assertThat(unknown)
                .as("cut off with an idempotency key")
                .anyMatch(attempt -> attempt.request().idempotencyKey() != null);
        assertThat(unknown)
                .as("cut off without an idempotency key")
                .anyMatch(attempt -> attempt.request().idempotencyKey() == null);
    }
}
