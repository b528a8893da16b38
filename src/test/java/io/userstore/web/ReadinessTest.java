package io.userstore.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.userstore.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A node is ready as long as it can append, and alive in any case. */
class ReadinessTest {

    private static final TestDatabase DATABASE = TestDatabase.fresh();

    /** A look a second, and no more than that to find a connection in. */
    private static final Duration TIME_TO_SAY_SO = Duration.ofSeconds(10);

    private static HttpNode node;
    private static Client probe;

    @BeforeAll
    static void start() {
        node = HttpNode.on(DATABASE);
        probe = new Client(node.port(), null);
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    @Test
    void databaseThatRefusesConnectionsTurnsReadinessOffUntilItIsBack() {
        requireReady();

        DATABASE.refuseConnections();
        requireNotReadyButAlive();
        await().atMost(TIME_TO_SAY_SO)
                .untilAsserted(() -> assertThat(Scrape.of(node.client()).sum("userstore_locks_overdue_seconds"))
                        .isNaN());

        DATABASE.acceptConnections();
        requireReady();
    }

    /** As a replica is, and a primary that was told to become one. */
    @Test
    void databaseThatIsReadOnlyTurnsReadinessOffThoughItAnswers() throws SQLException {
        requireReady();

        asSuperuser("ALTER DATABASE %s SET default_transaction_read_only = on");
        requireNotReadyButAlive();
        node.client().get("/api/v1/users").isOk();

        asSuperuser("ALTER DATABASE %s RESET default_transaction_read_only");
        requireReady();
        node.client()
                .postJson("/api/v1/users", Bodies.activeRegistration(Bodies.someEmail()))
                .has(201);
    }

    /** Sessions go by what was set when they began. */
    private static void asSuperuser(String setting) throws SQLException {
        String database = DATABASE.url().substring(DATABASE.url().lastIndexOf('/') + 1);
        try (Connection connection = DATABASE.superuserDataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("SET default_transaction_read_only = off");
            statement.execute(setting.formatted(database));
            statement.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '" + database
                    + "' AND pid <> pg_backend_pid()");
        }
    }

    private static void requireReady() {
        await().atMost(TIME_TO_SAY_SO).until(() -> status("readiness") == 200);
        probe.get("/actuator/health").isOk();
        assertThat(Scrape.of(node.client()).sum("userstore_ready")).isEqualTo(1);
    }

    private static void requireNotReadyButAlive() {
        await().atMost(TIME_TO_SAY_SO).until(() -> status("readiness") == 503);
        Answer answer = probe.get("/actuator/health/readiness").has(503);
        assertThat(answer.body()).isEqualTo("{\"status\":\"OUT_OF_SERVICE\"}");
        probe.get("/actuator/health").has(503);
        probe.get("/actuator/health/liveness").isOk();
        assertThat(Scrape.of(node.client()).sum("userstore_ready")).isZero();
    }

    private static int status(String group) {
        return probe.get("/actuator/health/" + group).status();
    }
}
