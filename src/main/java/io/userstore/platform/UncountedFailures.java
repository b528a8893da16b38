package io.userstore.platform;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.userstore.user.AccountStanding;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.messaging.InterceptorChain;
import org.axonframework.messaging.Message;
import org.axonframework.messaging.MessageHandlerInterceptor;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Counts failed logins on accounts that are locked or suspended: the log does not grow by them, so nothing else does. */
@Component
class UncountedFailures implements MessageHandlerInterceptor<CommandMessage<?>> {

    private final Counter failures;

    UncountedFailures(MeterRegistry meters) {
        this.failures = Counter.builder("userstore.logins.refused")
                .description("failed logins reported for accounts that are locked or suspended")
                .register(meters);
    }

    @Override
    public @Nullable Object handle(UnitOfWork<? extends CommandMessage<?>> unitOfWork, InterceptorChain chain)
            throws Exception {
        Object result = chain.proceed();
        Object answer = result instanceof Message<?> message ? message.getPayload() : result;
        if (answer instanceof AccountStanding standing && !standing.counted()) {
            failures.increment();
        }
        return result;
    }
}
