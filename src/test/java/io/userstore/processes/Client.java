package io.userstore.processes;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Speaks HTTP with one store. */
final class Client {

    /** Beyond what any guarantee allows a request to take: who runs into it has found a request that hangs. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    static final String KNOWN_TOKEN = "known-to-these-tests-only";
    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private static final JsonMapper JSON = JsonMapper.shared();

    private final URI address;
    private final String token;

    Client(int port, String token) {
        this.address = URI.create("http://127.0.0.1:" + port);
        this.token = token;
    }

    /** With the token that {@link #tokenArguments()} make known to a store. */
    static Client withKnownToken(int port) {
        return new Client(port, KNOWN_TOKEN);
    }

    static String knownToken() {
        return KNOWN_TOKEN;
    }

    static String[] tokenArguments() {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(KNOWN_TOKEN.getBytes(UTF_8));
            return new String[] {
                "--userstore.security.tokens[0].name=process-tests",
                "--userstore.security.tokens[0].sha256=" + HexFormat.of().formatHex(hash),
                "--userstore.security.tokens[0].scopes="
                        + "users:read,users:write,users:erase,credentials:read,audit:read"
            };
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    /** @throws IOException when there was no answer: what became of the request is unknown */
    Answer send(Request request) throws IOException {
        HttpRequest.Builder http = HttpRequest.newBuilder(address.resolve(request.path()))
                .header("Authorization", "Bearer " + token)
                .header("traceparent", "00-" + request.traceId() + "-00f067aa0ba902b7-01");
        if (request.idempotencyKey() != null) {
            http.header("Idempotency-Key", request.idempotencyKey());
        }
        if (request.body().isEmpty()) {
            http.method(request.method(), HttpRequest.BodyPublishers.noBody());
        } else {
            http.header("Content-Type", "application/json")
                    .method(
                            request.method(),
                            HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(request.body())));
        }
        return send(http);
    }

    /** Sends commands by their names, a line each, and gives the answers, a line each. Some hundred at a time, at most. */
    List<JsonNode> sendAll(List<String> commands) throws IOException {
        HttpRequest request = HttpRequest.newBuilder(address.resolve("/api/v1/commands"))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/x-ndjson")
                .POST(HttpRequest.BodyPublishers.ofString(String.join("\n", commands)))
                .timeout(PATIENCE)
                .build();
        try {
            String answers =
                    HTTP.send(request, HttpResponse.BodyHandlers.ofString()).body();
            return answers.lines().map(JSON::readTree).toList();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    /** What {@code /actuator/health} answers; it needs no token. */
    Answer health() throws IOException {
        return health("");
    }

    /** @param group with a slash before it */
    Answer health(String group) throws IOException {
        return send(HttpRequest.newBuilder(address.resolve("/actuator/health" + group)));
    }

    private static Answer send(HttpRequest.Builder request) throws IOException {
        try {
            HttpResponse<String> response =
                    HTTP.send(request.timeout(PATIENCE).build(), HttpResponse.BodyHandlers.ofString());
            HttpHeaders headers = response.headers();
            JsonNode body = response.body().isEmpty() ? JSON.createObjectNode() : JSON.readTree(response.body());
            return new Answer(
                    response.statusCode(),
                    headers.firstValue("ETag")
                            .map(etag -> Long.valueOf(etag.replace("\"", "")))
                            .orElse(null),
                    headers.firstValue("Retry-After").orElse(null),
                    body);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }
}
