package io.userstore.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.userstore.TestDatabase;
import io.userstore.TestUsers;
import java.io.IOException;
import java.net.SocketException;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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
            assertThat(call.rest()).doesNotContain("0\r\n");
        }
        try (OpenCall call = new OpenCall(node.port(), COMMANDS)) {
            call.send(failedLogin(id));
            call.end();
            assertThat(call.answer()).startsWith("{\"status\":200");
            assertThat(call.rest()).endsWith("0\r\n\r\n");
        }
    }

    @Test
    void lineThatNeverEndsIsNotReadForEver() throws IOException {
        String spaces = " ".repeat(1 << 20);
        try (OpenCall call = new OpenCall(node.port(), COMMANDS)) {
            assertThatThrownBy(() -> {
                        for (int megabytes = 0; megabytes < 200; megabytes++) {
                            call.send(spaces);
                        }
                    })
                    .isInstanceOf(SocketException.class);
        }
    }

    /** One user's line that waits for its lock holds up no other user's. */
    @Test
    void linesOnOtherUsersRunMeanwhile() throws Exception {
        long held = node.<Long>send(TestUsers.user("held@example.org"));
        long free = node.<Long>send(TestUsers.user("free@example.org"));
        try (OpenCall call = new OpenCall(node.port(), COMMANDS)) {
            StringBuilder lines = new StringBuilder();
            for (int i = 0; i < 300; i++) {
                lines.append(failedLogin(i % 2 == 0 ? held : free));
            }
            long before = batches();
            call.send(lines.toString());
            for (int i = 0; i < 300; i++) {
                assertThat(call.answer()).contains("\"failedLoginAttempts\":" + (i / 2 + 1));
            }
            // Two at once share commits; one after the other never does.
            assertThat(batches() - before).isLessThan(300);
        }
    }

    private static long batches() {
        return Objects.requireNonNull(
                jdbc.queryForObject("SELECT count(DISTINCT xmin::text) FROM event_log", Long.class));
    }

    @Test
    void moreStreamsThanThereArePlacesForAreToldToComeAgain() throws IOException {
        List<OpenCall> calls = new ArrayList<>();
        long id = node.<Long>send(TestUsers.user("many@example.org"));
        try {
            for (int i = 0; i < 64; i++) {
                OpenCall call = new OpenCall(node.port(), COMMANDS);
                calls.add(call);
                call.send(failedLogin(id));
                assertThat(call.answer()).startsWith("{\"status\":200");
            }
            node.client()
                    .send(
                            "POST",
                            COMMANDS,
                            BodyPublishers.ofString(failedLogin(id)),
                            "Content-Type",
                            "application/x-ndjson")
                    .isProblem(503, "unavailable");
        } finally {
            for (OpenCall call : calls) {
                call.end();
                call.rest();
                call.close();
            }
        }
        node.client()
                .send(
                        "POST",
                        COMMANDS,
                        BodyPublishers.ofString(failedLogin(id)),
                        "Content-Type",
                        "application/x-ndjson")
                .isOk();
    }
}
