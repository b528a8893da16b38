package io.benchmark;

import java.time.Duration;
import java.util.List;

/**
 * How much time the benchmark takes, and how large its data are.
 *
 * @param rounds each measurement is made so often, and the median taken
 * @param window how long one contestant runs before it is another's turn
 * @param warmUp how long each contestant runs before the first measurement
 * @param callers numbers of callers at once, the sweep of the rows on throughput
 * @param logSizes events in the log, each with a fifth as many users
 * @param streamLengths events of a user
 */
record Pace(
        boolean quick,
        int rounds,
        Duration window,
        Duration warmUp,
        List<Integer> callers,
        List<Long> logSizes,
        List<Integer> streamLengths) {

    /** For rows of few contestants and bounds close to 1, in which noise weighs more. */
    Pace withMoreRounds() {
        return new Pace(quick, quick ? rounds : 2 * rounds + 1, window, warmUp, callers, logSizes, streamLengths);
    }

    static Pace full() {
        return new Pace(
                false,
                3,
                Duration.ofMillis(1_200),
                Duration.ofSeconds(10),
                List.of(1, 16, 64, 128, 512),
                List.of(10_000L, 1_000_000L, 5_000_000L),
                List.of(10, 1_000, 100_000));
    }

    /** Shows that everything runs, and roughly how; too short for figures to quote. */
    static Pace fast() {
        return new Pace(
                true,
                1,
                Duration.ofMillis(500),
                Duration.ofSeconds(1),
                List.of(1, 16, 512),
                List.of(10_000L, 100_000L),
                List.of(10, 1_000));
    }
}
