package io.userstore.client;

import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** Whether there is a {@code userstore.url}, as a text or as a list, which Boot's own condition does not see. */
final class StoreUrlGiven extends SpringBootCondition {

    @Override
    public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
        boolean given = Binder.get(context.getEnvironment())
                .bind(ClientProperties.URL, Bindable.listOf(String.class))
                .map(urls -> !urls.isEmpty())
                .orElse(false);
        ConditionMessage.Builder message = ConditionMessage.forCondition(ClientProperties.URL);
        return given
                ? ConditionOutcome.match(message.because("it is given"))
                : ConditionOutcome.noMatch(message.because("it is not given"));
    }
}
