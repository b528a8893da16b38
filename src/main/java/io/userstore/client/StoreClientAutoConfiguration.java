package io.userstore.client;

import org.axonframework.commandhandling.CommandBus;
import org.axonframework.commandhandling.CommandBusSpanFactory;
import org.axonframework.commandhandling.distributed.DistributedCommandBus;
import org.axonframework.queryhandling.QueryBus;
import org.axonframework.springboot.autoconfig.AxonAutoConfiguration;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Primary;
import org.springframework.core.env.Environment;

/** Puts the store behind the service's gateways as soon as {@code userstore.url} says where it is. */
@AutoConfiguration(after = AxonAutoConfiguration.class)
@Conditional(StoreUrlGiven.class)
@EnableConfigurationProperties(ClientProperties.class)
class StoreClientAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    BearerToken userstoreToken(ClientProperties properties) {
        String token = properties.requiredToken();
        return () -> token;
    }

    @Bean
    AnswerThreads userstoreAnswers(Environment environment) {
        return new AnswerThreads(environment);
    }

    @Bean
    StoreHttp userstoreHttp(ClientProperties properties, BearerToken token, AnswerThreads answers) {
        return new StoreHttp(properties, token, answers);
    }

    @Bean
    @Primary
    DistributedCommandBus userstoreCommandBus(
            @Qualifier("localSegment") CommandBus local, StoreHttp http, org.axonframework.config.Configuration axon) {
        return DistributedCommandBus.builder()
                .commandRouter(new StoreRouter())
                .connector(new StoreConnector(local, http))
                .messageMonitor(axon.messageMonitor(CommandBus.class, "userstoreCommandBus"))
                .spanFactory(axon.getComponent(CommandBusSpanFactory.class))
                .build();
    }

    @Bean
    @Primary
    QueryBus userstoreQueryBus(@Qualifier("localSegment") QueryBus local, StoreHttp http) {
        return new StoreQueryBus(local, http);
    }
}
