package io.userstore.platform;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.userstore.eventlog.CommitObserver;
import io.userstore.user.AccountStatus;
import io.userstore.user.event.StatusChanged;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.axonframework.eventhandling.EventMessage;
import org.springframework.stereotype.Component;

/** Counts the locks that this node has set and released, by cause. */
@Component
class LockCounts implements CommitObserver {

    private static final String LOCKED = AccountStatus.LOCKED.name();

    private final Map<String, Counter> set;
    private final Map<String, Counter> released;

    LockCounts(MeterRegistry meters) {
        set = counters("userstore.locks.set", "accounts that were locked", meters);
        released = counters("userstore.locks.released", "locks that were taken from accounts", meters);
    }

    private static Map<String, Counter> counters(String name, String description, MeterRegistry meters) {
        return Stream.of(StatusChanged.ADMINISTRATOR, StatusChanged.TOO_MANY_FAILED_LOGINS, StatusChanged.LOCK_EXPIRED)
                .collect(Collectors.toUnmodifiableMap(
                        Function.identity(),
                        cause -> Counter.builder(name)
                                .description(description)
                                .tag("cause", cause.toLowerCase(Locale.ROOT).replace('_', '-'))
                                .register(meters)));
    }

    @Override
    public void committed(List<? extends EventMessage<?>> events) {
        for (EventMessage<?> event : events) {
            if (event.getPayload() instanceof StatusChanged change) {
                count(change.to(), change.cause(), set);
                count(change.from(), change.cause(), released);
            }
        }
    }

    private static void count(String status, String cause, Map<String, Counter> counters) {
        Counter counter = LOCKED.equals(status) ? counters.get(cause) : null;
        if (counter != null) {
            counter.increment();
        }
    }
}
