package io.userstore.client;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.axonframework.commandhandling.CommandCallback;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.commandhandling.CommandResultMessage;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.axonframework.commandhandling.callbacks.FutureCallback;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.messaging.MetaData;
import org.axonframework.queryhandling.QueryGateway;
import org.axonframework.queryhandling.QueryHandler;
import org.axonframework.springboot.autoconfig.AxonAutoConfiguration;
import org.axonframework.springboot.autoconfig.AxonTracingAutoConfiguration;
import org.axonframework.springboot.autoconfig.EventProcessingAutoConfiguration;
import org.axonframework.springboot.autoconfig.InfraConfiguration;
import org.axonframework.springboot.autoconfig.NoOpTransactionAutoConfiguration;
import org.axonframework.springboot.autoconfig.XStreamAutoConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** A service in this JVM that has handlers of its own and the store behind its gateways. */
final class Service implements AutoCloseable {

    private final ConfigurableApplicationContext context;

    private Service(ConfigurableApplicationContext context) {
        this.context = context;
    }

    /** With every scope; without store if there is no URL. */
    static Service of(String urls, String... properties) {
        return with(urls, ServedStore.EVERYTHING, properties);
    }

    static Service with(String urls, String token, String... properties) {
        List<String> all = new ArrayList<>(List.of(
                // The store's own settings are on this class path, too.
                "--spring.config.name=service", "--logging.level.root=ERROR"));
        if (!urls.isEmpty()) {
            all.add("--userstore.url=" + urls);
        }
        if (!token.isEmpty()) {
            all.add("--userstore.token=" + token);
        }
        for (String property : properties) {
            all.add("--" + property);
        }
        return new Service(new SpringApplicationBuilder(Application.class)
                .web(WebApplicationType.NONE)
                .logStartupInfo(false)
                .run(all.toArray(String[]::new)));
    }

    /** Sends a command and gives its answer; a rejection is thrown. */
    @SuppressWarnings("TypeParameterUnusedInFormals")
    <R> R send(Object command) {
        return bean(CommandGateway.class).sendAndWait(command);
    }

    /** Sends a command with metadata; a failure is in the result. */
    CommandResultMessage<?> send(Object command, MetaData metaData) {
        FutureCallback<Object, Object> answer = new FutureCallback<>();
        bean(CommandGateway.class)
                .send(new GenericCommandMessage<>(command, metaData), (CommandCallback<Object, Object>) answer);
        CommandResultMessage<?> result = answer.getResult(60, TimeUnit.SECONDS);
        if (result == null) {
            throw new AssertionError("no answer within a minute");
        }
        return result;
    }

    QueryGateway queries() {
        return bean(QueryGateway.class);
    }

    <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    @Override
    public void close() {
        context.close();
    }

    record Greet(String whom) {}

    record FindGreeting(String whom) {}

    /** What the service is there for itself. */
    static final class Greetings {

        @CommandHandler
        String handle(Greet command) {
            return "Hello " + command.whom();
        }

        @QueryHandler
        String handle(FindGreeting query) {
            return "Hello " + query.whom();
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ImportAutoConfiguration({
        AxonAutoConfiguration.class,
        AxonTracingAutoConfiguration.class,
        EventProcessingAutoConfiguration.class,
        InfraConfiguration.class,
        NoOpTransactionAutoConfiguration.class,
        XStreamAutoConfiguration.class,
        StoreClientAutoConfiguration.class
    })
    static class Application {

        @Bean
        Greetings greetings() {
            return new Greetings();
        }
    }
}
