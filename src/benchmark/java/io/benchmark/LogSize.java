package io.benchmark;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a registration costs with few and with many events in the log. The sizes are those before the measurement: it makes
 * every log longer, by as much.
 */
final class LogSize {

    private static final double AT_MOST = 1.2;
    private static final int CALLERS = 64;

    private final Stage stage;
    private final FilledLogs logs;

    private record Log(long events, Ours store) {

        String name() {
            return String.format("%,d events", events);
        }
    }

    LogSize(Stage stage, FilledLogs logs) {
        this.stage = stage;
        this.logs = logs;
    }

    void measure() throws Exception {
        // All are filled before the first is measured, so that no one's turn falls into the wake of the filling.
        stage.pace().logSizes().forEach(logs::with);
        List<Log> sizes = new ArrayList<>();
        try {
            for (long events : stage.pace().logSizes()) {
                sizes.add(new Log(events, new Ours(stage.storeOn(logs.with(events)))));
            }
            Race.Turn<Log> turn = log -> () -> log.store().register(Users.newEmail());
            stage.warmUp(sizes, turn);
            report(sizes, Race.run(stage.pace().withMoreRounds(), sizes, Log::name, List.of(CALLERS), turn));
        } finally {
            sizes.forEach(log -> log.store().close());
        }
    }

    private void report(List<Log> sizes, Race race) throws Exception {
        Log smallest = sizes.get(0);
        Map<Long, Figure> costs = new LinkedHashMap<>();
        for (Log log : sizes) {
            Figure cost = race.cost(log.name(), CALLERS);
            costs.put(log.events(), cost);
            if (log != smallest) {
                stage.report()
                        .add(Row.of("log-size", CALLERS, "µs, " + log.name())
                                .with(Row.OURS, cost)
                                .against(smallest.name() + " at first", race.cost(smallest.name(), CALLERS))
                                .atMost(AT_MOST, Row.BASELINE));
            }
        }
        stage.plots().cost("log-size.png", "Register, 64 callers: cost", "events in the log", costs);
    }
}
