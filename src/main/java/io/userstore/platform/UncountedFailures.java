package io.userstore.platform;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.userstore.eventlog.CommandObserver;
import io.userstore.user.AccountStanding;
import org.axonframework.commandhandling.CommandMessage;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Counts failed logins on accounts that are locked or suspended: the log does not grow by them, so nothing else does. */
@Component
class UncountedFailures implements CommandObserver {

    private final Counter failures;

    UncountedFailures(MeterRegistry meters) {
        this.failures = Counter.builder("userstore.logins.refused")
                .description("failed logins reported for accounts that are locked or suspended")
                .register(meters);
    }

    @Override
    public void decided(CommandMessage<?> command, @Nullable Object answer) {
        if (answer instanceof AccountStanding standing && !standing.counted()) {
            failures.increment();
        }
    }
}
