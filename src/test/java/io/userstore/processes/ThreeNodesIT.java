package io.userstore.processes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Three stores on one database, of which one is killed under load: for the callers the other two serve on. */
class ThreeNodesIT {

    private static final Logger log = LoggerFactory.getLogger(ThreeNodesIT.class);
    private static final int CALLERS = 12;

    private final TwoNodes two = TwoNodes.running();

    @Test
    void whenOneOfThreeIsKilledUnderLoadTheOtherTwoServeOnAndNothingAcknowledgedIsLost() {
        StoreProcess victim = two.third();
        List<StoreProcess> three = List.of(two.a(), victim, two.b());
        BalancedLoad load = BalancedLoad.on(three, CALLERS);
        long killed;
        try (load) {
            for (StoreProcess node : three) {
                load.awaitAcknowledged(node, 200);
            }
            victim.kill9();
            killed = System.nanoTime();
            for (StoreProcess survivor : two.both()) {
                load.awaitAcknowledged(survivor, 500);
            }
        }

        Invariant.requireAll(two.postgres());
        Outcomes.requireKept(load.attempts(), two.postgres());
        List<Attempt> bySurvivors = load.attempts().stream()
                .filter(attempt -> attempt.node() != victim)
                .toList();
        assertThat(bySurvivors).as("commands of the other two").allMatch(Attempt::acknowledged);
        assertThat(load.attempts())
                .as("cut off with the node")
                .anyMatch(attempt -> attempt.node() == victim && attempt.unknown());
        log.info(
                "{} commands, {} cut off with the node, longest answer of the others since {} ms",
                load.attempts().size(),
                load.attempts().stream().filter(Attempt::unknown).count(),
                bySurvivors.stream()
                        .filter(attempt -> attempt.ended() > killed)
                        .mapToLong(Attempt::millis)
                        .max()
                        .orElseThrow());
    }
}
