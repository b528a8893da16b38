package io.userstore.processes;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.OS;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** All that a store says in a life of good and bad requests, failures and an outage: JSON, and of nobody. */
class LogOutputIT {

    private static final Path FOLDER = PackagedStore.FOLDER.resolve("log-output");
    private static final Duration TIME_TO_NOTICE = Duration.ofSeconds(10);

    /** One of many that this machine has, as far as Linux is concerned. */
    private static final String SOURCE = OS.LINUX.isCurrentOs() ? "127.0.0.77" : "127.0.0.1";

    private static final String HASH = "$2b$12$" + "canary".repeat(8) + "abcde";
    private static final String FAILED = "77777777777777777777777777777777";
    private static final String OTHER = "88888888888888888888888888888888";

    private final PostgresProcess postgres = PostgresProcess.start(FOLDER);
    private final StoreProcess store = new StoreProcess("logging-store", FOLDER, FreePort.choose(), arguments());

    private List<String> arguments() {
        List<String> arguments = new ArrayList<>(postgres.storeArguments("logging-store"));
        arguments.removeIf(argument -> argument.startsWith("--userstore.data-dir="));
        arguments.addAll(List.of(Client.tokenArguments()));
        arguments.add("--logging.structured.format.console=ecs");
        arguments.add("--logging.level.root=INFO");
        arguments.add("--userstore.data-dir=" + FOLDER.resolve("data"));
        return arguments;
    }

    @Test
    void everyLineIsJsonThatNamesTheTraceAndNobody() throws Exception {
        store.launch(PackagedStore.command());
        store.awaitReady();
        requests();
        outage();
        store.stop();

        assertThat(String.join("\n", store.output()))
                .doesNotContainIgnoringCase("canary")
                .doesNotContain("127.0.0.77", Client.knownToken());
        List<JsonNode> lines =
                store.output().stream().map(JsonMapper.shared()::readTree).toList();
        assertThat(lines).isNotEmpty().allMatch(line -> line.hasNonNull("@timestamp") && line.hasNonNull("message"));
        assertThat(loggersOf(lines, FAILED))
                .contains("io.userstore.eventlog.AppendTransaction", "io.userstore.web.Problems");
        assertThat(lines)
                .filteredOn(line -> line.path("message").asString().startsWith("append of "))
                .isNotEmpty()
                .noneMatch(line -> line.has("traceId"));
    }

    private static Stream<String> loggersOf(List<JsonNode> lines, String trace) {
        return lines.stream()
                .filter(line -> line.path("traceId").asString("").equals(trace))
                .map(line -> line.at("/log/logger").asString());
    }

    /** With a place for the hash. */
    private static String registration(String email) {
        return "{\"email\": \"" + email
                + "\", \"passwordHash\": \"%s\", \"name\": \"Canary\", \"accountStatus\": \"ACTIVE\"}";
    }

    private void requests() throws IOException, SQLException {
        String canary = registration("canary@example.com");
        assertThat(call("POST", "/api/v1/users", canary.formatted(HASH), OTHER)).isEqualTo(201);
        assertThat(call("POST", "/api/v1/users", canary.formatted(HASH), OTHER)).isEqualTo(409);
        assertThat(call("POST", "/api/v1/users", canary.formatted("canary-in-plain"), OTHER))
                .isEqualTo(400);
        assertThat(call("POST", "/api/v1/users", canary.replace(':', '='), OTHER))
                .isEqualTo(400);
        assertThat(call("GET", "/api/v1/users/canary@example.com?canary", "", OTHER))
                .isEqualTo(400);
        assertThat(call("CANARY", "/canary", "", OTHER)).isEqualTo(400);
        assertThat(call("POST", user() + "/failed-logins", "", OTHER)).isEqualTo(200);
        execute("ALTER TABLE users ADD CONSTRAINT no_canaries CHECK (name <> 'Canary of a failure')");
        assertThat(call("PUT", user() + "/profile", "{\"name\": \"Canary of a failure\"}", FAILED))
                .isEqualTo(500);
    }

    private void outage() throws IOException, SQLException {
        String user = user();
        postgres.stopImmediately();
        String other = registration("canary-2@example.com").formatted(HASH);
        assertThat(call("POST", "/api/v1/users", other, OTHER)).isEqualTo(503);
        assertThat(call("POST", user + "/failed-logins", "", OTHER)).isEqualTo(503);
        Deadline.in(TIME_TO_NOTICE).await(() -> readiness() == 503, () -> "ready without a database");
        postgres.startAgain();
        Deadline.in(TIME_TO_NOTICE).await(() -> readiness() == 200, () -> "not ready with a database");
        assertThat(call("POST", user + "/failed-logins", "", OTHER)).isEqualTo(200);
    }

    private int readiness() {
        try {
            return store.client().health("/readiness").status();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** The only one. */
    private String user() throws SQLException {
        try (Connection connection = postgres.connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT id FROM users")) {
            assertThat(row.next()).isTrue();
            return "/api/v1/users/" + row.getLong(1);
        }
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = postgres.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** The status of the answer to a request from {@link #SOURCE}. */
    private int call(String method, String path, String body, String trace) throws IOException {
        try (Socket socket = new Socket()) {
            socket.bind(new InetSocketAddress(SOURCE, 0));
            socket.connect(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), store.port()));
            socket.setSoTimeout(30_000);
            byte[] bytes = body.getBytes(UTF_8);
            String head = String.join(
                    "\r\n",
                    method + " " + path + " HTTP/1.1",
                    "Host: localhost",
                    "Authorization: Bearer " + Client.knownToken(),
                    "traceparent: 00-" + trace + "-00f067aa0ba902b7-01",
                    "X-Reason: canary",
                    "Content-Type: application/json",
                    "Content-Length: " + bytes.length,
                    "Connection: close",
                    "",
                    "");
            socket.getOutputStream().write(head.getBytes(UTF_8));
            socket.getOutputStream().write(bytes);
            String answer = new String(socket.getInputStream().readAllBytes(), UTF_8);
            return Integer.parseInt(Arrays.asList(answer.split(" ", 3)).get(1));
        }
    }
}
