package io.userstore.platform;

import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** Whether the store brings its own database. An empty {@code spring.datasource.url} is a mistake, not a wish for it. */
final class EmbeddedMode implements Condition {

    static boolean isOn(Environment environment) {
        return !environment.containsProperty("spring.datasource.url");
    }

    @Override
    public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
        return isOn(context.getEnvironment());
    }
}
