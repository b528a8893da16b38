package io.userstore.web;

import io.userstore.TestDatabase;
import io.userstore.UserStoreApplication;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;

/** A whole store with its HTTP server, in this JVM; several on one database are several nodes. */
final class HttpNode implements AutoCloseable {

    private final ConfigurableApplicationContext context;

    private HttpNode(ConfigurableApplicationContext context) {
        this.context = context;
    }

    static HttpNode on(TestDatabase database, String... properties) {
        List<String> all = new ArrayList<>(List.of(
                "--server.port=0",
                "--spring.datasource.url=" + database.url(),
                "--spring.datasource.username=" + database.username(),
                "--spring.datasource.password=" + database.password(),
                "--userstore.data-dir=" + database.dataFolder(),
                "--spring.security.oauth2.resourceserver.jwt.jwk-set-uri=" + HttpTest.ISSUER.keysUri()));
        TestTokens.register((name, value) -> all.add("--" + name + "=" + text(value.get())));
        for (String property : properties) {
            all.add("--" + property);
        }
        return new HttpNode(new SpringApplicationBuilder(UserStoreApplication.class).run(all.toArray(String[]::new)));
    }

    private static String text(@org.jspecify.annotations.Nullable Object value) {
        return value instanceof List<?> list
                ? String.join(",", list.stream().map(String::valueOf).toList())
                : String.valueOf(value);
    }

    int port() {
        return Integer.parseInt(Objects.requireNonNull(context.getEnvironment().getProperty("local.server.port")));
    }

    Client client() {
        return new Client(port(), TestTokens.EVERYTHING);
    }

    /** Whether there is a part of this type. */
    boolean has(Class<?> type) {
        return context.getBeanProvider(type).stream().findAny().isPresent();
    }

    JdbcTemplate jdbc() {
        return context.getBean(JdbcTemplate.class);
    }

    @SuppressWarnings("TypeParameterUnusedInFormals")
    <R> R send(Object command) {
        return context.getBean(CommandGateway.class).sendAndWait(command);
    }

    @Override
    public void close() {
        context.close();
    }
}
