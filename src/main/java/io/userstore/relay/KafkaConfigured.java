package io.userstore.relay;

import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** On nodes that serve, if there is a Kafka to relay to; a subcommand leaves it to them. */
final class KafkaConfigured implements Condition {

    @Override
    public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
        Environment environment = context.getEnvironment();
        return !environment.getProperty("userstore.kafka.bootstrap-servers", "").isBlank()
                && environment.getProperty("userstore.kafka.relay", Boolean.class, true);
    }
}
