package io.userstore;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.axonframework.commandhandling.CommandCallback;
import org.axonframework.commandhandling.CommandResultMessage;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.axonframework.commandhandling.callbacks.FutureCallback;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.messaging.MetaData;
import org.axonframework.messaging.responsetypes.ResponseTypes;
import org.axonframework.queryhandling.QueryGateway;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;

/** A whole store without its HTTP server, in this JVM; several on one database are several nodes. */
public final class TestNode implements AutoCloseable {

    private final ConfigurableApplicationContext context;

    private TestNode(ConfigurableApplicationContext context) {
        this.context = context;
    }

    public static TestNode on(TestDatabase database, String... properties) {
        List<String> all = new ArrayList<>(List.of(
                "spring.datasource.url=" + database.url(),
                "spring.datasource.username=" + database.username(),
                "spring.datasource.password=" + database.password(),
                "userstore.data-dir=" + database.dataFolder()));
        all.addAll(List.of(properties));
        return with(all.toArray(String[]::new));
    }

    /** With these properties and nothing else: on the embedded database unless they name one. */
    public static TestNode with(String... properties) {
        return start(WebApplicationType.NONE, properties);
    }

    /** As {@link #with}, with its HTTP server. */
    public static TestNode withHttp(String... properties) {
        return start(WebApplicationType.SERVLET, properties);
    }

    private static TestNode start(WebApplicationType type, String... properties) {
        return new TestNode(new SpringApplicationBuilder(UserStoreApplication.class)
                .web(type)
                .run(Arrays.stream(properties).map(property -> "--" + property).toArray(String[]::new)));
    }

    /** Sends a command and gives its answer; a rejection is thrown. */
    @SuppressWarnings("TypeParameterUnusedInFormals")
    public <R> R send(Object command) {
        return context.getBean(CommandGateway.class).sendAndWait(command);
    }

    /** Sends a command with metadata; a failure is in the result. */
    public CommandResultMessage<?> send(Object command, MetaData metaData) {
        FutureCallback<Object, Object> answer = new FutureCallback<>();
        context.getBean(CommandGateway.class)
                .send(new GenericCommandMessage<>(command, metaData), (CommandCallback<Object, Object>) answer);
        CommandResultMessage<?> result = answer.getResult(60, TimeUnit.SECONDS);
        if (result == null) {
            throw new AssertionError("no answer within a minute");
        }
        return result;
    }

    public <R> Optional<R> ask(Object query, Class<R> type) {
        return context.getBean(QueryGateway.class)
                .query(query, ResponseTypes.optionalInstanceOf(type))
                .join();
    }

    public JdbcTemplate jdbc() {
        return context.getBean(JdbcTemplate.class);
    }

    /** Of the HTTP server. */
    public int port() {
        return Integer.parseInt(Objects.requireNonNull(context.getEnvironment().getProperty("local.server.port")));
    }

    public <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    @Override
    public void close() {
        context.close();
    }
}
