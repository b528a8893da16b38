package io.userstore.processes;

import io.userstore.TestBroker;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** Two stores on a database of their own, which relay to Kafka: one of them at a time. */
final class RelayingNodes {

    static final String TOPIC = "relayed.events";

    private static final String DATABASE = "relayed";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final String HEAD = "SELECT coalesce(max(position), 0) FROM event_log";

    private static final String RELAYED = """
            SELECT substring(convert_from(token, 'UTF8') from '"globalIndex" *: *([0-9]+)')::bigint
              FROM tracking_tokens
             WHERE processor_name = 'kafka relayed.events'
            """;

    /** The name of a node begins with its process and the host's name. */
    private static final String RELAYING = """
            SELECT split_part(coalesce(owner, '0@'), '@', 1)::bigint
              FROM tracking_tokens
             WHERE processor_name = 'kafka relayed.events'
            """;

    private final PostgresProcess postgres;
    private final List<StoreProcess> both = new ArrayList<>();

    private RelayingNodes(PostgresProcess postgres) {
        this.postgres = postgres;
    }

    static RelayingNodes start(PostgresProcess postgres, TestBroker broker) {
        postgres.create(DATABASE);
        RelayingNodes nodes = new RelayingNodes(postgres);
        for (String name : List.of("relay-a", "relay-b")) {
            List<String> arguments = new ArrayList<>(List.of(
                    "--spring.datasource.url=" + postgres.url(DATABASE) + "?ApplicationName=" + name,
                    "--spring.datasource.username=userstore",
                    "--spring.datasource.password=test",
                    "--userstore.data-dir=" + PackagedStore.FOLDER.resolve("data-of-relays"),
                    "--userstore.lockout.limit=1000000",
                    "--userstore.kafka.bootstrap-servers=" + broker.bootstrapServers(),
                    "--userstore.kafka.topic=" + TOPIC));
            arguments.addAll(List.of(Client.tokenArguments()));
            StoreProcess node = new StoreProcess(name, PackagedStore.FOLDER, FreePort.choose(), arguments);
            node.launch(PackagedStore.quickCommand());
            nodes.both.add(node);
        }
        nodes.both.forEach(StoreProcess::awaitReady);
        Deadline.in(PATIENCE).await(() -> nodes.query(RELAYING) != 0, () -> "no node relays");
        return nodes;
    }

    void kill() {
        both.forEach(StoreProcess::kill9);
    }

    long head() {
        return query(HEAD);
    }

    /** As far as the token says; Kafka may have some more. */
    long relayed() {
        return query(RELAYED);
    }

    void awaitRelayed(long position) {
        Deadline.in(PATIENCE)
                .await(() -> relayed() >= position, () -> "relayed up to " + relayed() + " of " + position);
    }

    StoreProcess relaying() {
        AtomicReference<StoreProcess> found = new AtomicReference<>();
        Deadline.in(PATIENCE)
                .await(
                        () -> {
                            owner().ifPresent(found::set);
                            return found.get() != null;
                        },
                        () -> "no node relays");
        return Objects.requireNonNull(found.get());
    }

    boolean isRelaying(StoreProcess node) {
        return owner().filter(owner -> owner == node).isPresent();
    }

    private Optional<StoreProcess> owner() {
        long pid = query(RELAYING);
        return both.stream().filter(node -> node.pid() == pid).findFirst();
    }

    StoreProcess other(StoreProcess node) {
        return node == both.get(0) ? both.get(1) : both.get(0);
    }

    private long query(String sql) {
        try (Connection connection = postgres.connect(DATABASE);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            return row.next() ? row.getLong(1) : 0;
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }
}
