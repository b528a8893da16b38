package io.userstore.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.userstore.TestDatabase;
import io.userstore.TestUsers;
import java.io.IOException;
import java.net.SocketException;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

/** Streams of commands whose clients are slow, patient, or gone. */
class CommandStreamTest {

    private static final String COMMANDS = "/api/v1/commands";

    private static JdbcTemplate jdbc;
    private static HttpNode node;

    @BeforeAll
    static void start() {
        TestDatabase database = TestDatabase.fresh();
        jdbc = new JdbcTemplate(database.superuserDataSource());
        node = HttpNode.on(database, "userstore.lockout.limit=1000000", "server.tomcat.connection-timeout=2s");
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    private static long head() {
        return Objects.requireNonNull(
                jdbc.queryForObject("SELECT coalesce(max(position), 0) FROM event_log", Long.class));
    }

    private static String failedLogin(long id) {
        return "{\"command\": \"RecordFailedLogin\", \"payload\": {\"id\": " + id + "}}\n";
    }

    @Test
    void answerComesBeforeTheNextLineIsSent() throws IOException {
        long id = node.<Long>send(TestUsers.user("patient@example.org"));
        try (OpenCall call = new OpenCall(node.port(), COMMANDS)) {
            for (int attempts = 1; attempts <= 5; attempts++) {
                String line = failedLogin(id);
                call.send(line.substring(0, 20));
                call.send(line.substring(20));
                assertThat(call.answer())
                        .isEqualTo("{\"status\":200,\"body\":{\"accountStatus\":\"ACTIVE\",\"failedLoginAttempts\":"
                                + attempts + ",\"lockedUntil\":null}}");
            }
        }
    }

    @Test
    void clientThatDoesNotReadItsAnswersStopsTheWork() throws IOException {
        long id = node.<Long>send(TestUsers.user("deaf@example.org"));
        long before = head();
        // Answers of a few hundred bytes: what fits into the buffers on their way is far less than all of them.
        String registrations = Objects.requireNonNull(registrations(2_000));
        try (OpenCall call = new OpenCall(node.port(), COMMANDS)) {
            assertThatThrownBy(() -> {
                        for (int i = 0; i < 100; i++) {
                            call.send(registrations.replace("deaf-", "deaf-" + i + "-"));
                        }
                    })
                    .isInstanceOf(SocketException.class);
        }
        long[] last = {-1};
        await().pollInterval(Duration.ofMillis(500))
                .atMost(Duration.ofSeconds(30))
                .until(() -> {
                    long now = head();
                    boolean still = now == last[0];
                    last[0] = now;
                    return still;
                });
        assertThat(last[0] - before).isLessThan(100_000);
        assertThat(node.client().postJson(COMMANDS, failedLogin(id)).status()).isEqualTo(200);
    }

    private static String registrations(int number) {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < number; i++) {
            lines.append("{\"command\": \"Register\", \"payload\": ")
                    .append(Bodies.activeRegistration("deaf-" + i + "@example.org")
                            .replace("\n", " "))
                    .append("}\n");
        }
        return lines.toString();
    }

    @Test
    void streamThatBreaksOffIsNoWholeAnswer() throws IOException {
        long id = node.<Long>send(TestUsers.user("broken@example.org"));
        try (OpenCall call = new OpenCall(node.port(), COMMANDS)) {
            call.send(failedLogin(id));
            assertThat(call.answer()).startsWith("{\"status\":200");
            // Nothing more comes, and no end: the server gives up.
            assertThatThrownBy(call::answer).isInstanceOf(IOException.class);
        }
    }
}
