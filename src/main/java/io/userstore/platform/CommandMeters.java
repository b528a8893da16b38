package io.userstore.platform;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** Commands by type and outcome. Each meter is looked for once in the registry: that is too slow to be done for each command. */
final class CommandMeters {

    private static final Duration[] TIMES = {
        Duration.ofMillis(1),
        Duration.ofMillis(2),
        Duration.ofMillis(5),
        Duration.ofMillis(10),
        Duration.ofMillis(25),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(250),
        Duration.ofSeconds(1),
        Duration.ofSeconds(5),
        Duration.ofSeconds(20)
    };

    private final MeterRegistry meters;
    private final Map<Class<?>, Map<CommandOutcome, Timer>> timers = new ConcurrentHashMap<>();

    /** @param commands all types that there are: their faults are there from the start, at 0, so that the first one shows as an increase */
    CommandMeters(MeterRegistry meters, Class<?>... commands) {
        this.meters = meters;
        for (Class<?> command : commands) {
            CommandOutcome.FAULTS.forEach(outcome -> timer(command, outcome));
        }
    }

    void record(Class<?> command, CommandOutcome outcome, long nanos) {
        timers.computeIfAbsent(command, type -> new ConcurrentHashMap<>())
                .computeIfAbsent(outcome, became -> timer(command, became))
                .record(nanos, TimeUnit.NANOSECONDS);
    }

    private Timer timer(Class<?> command, CommandOutcome outcome) {
        return Timer.builder("userstore.commands")
                .description("commands from their sending to their answer, however often they were decided")
                .tag("command", command.getSimpleName())
                .tag("outcome", outcome.name())
                .serviceLevelObjectives(TIMES)
                .register(meters);
    }
}
