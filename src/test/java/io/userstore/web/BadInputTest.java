package io.userstore.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.userstore.web.ApiDocument.Operation;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import tools.jackson.databind.JsonNode;

/** Whatever is wrong with a request: a 4xx problem, nothing stored, and the canary in it is never heard again. */
@ExtendWith(OutputCaptureExtension.class)
class BadInputTest extends HttpTest {

    private static final String CANARY = "kanarienvogel";
    private static final int MAX_BODY = 64 * 1024;

    private final List<Answer> answers = new ArrayList<>();
    private long user;
    private long count;

    @BeforeEach
    void register() {
        user = store.postJson("/api/v1/users", Bodies.registration()).has(201).id();
        count = countUsers();
    }

    @AfterEach
    void nothingHappenedAndNobodySang(CapturedOutput output) {
        assertThat(answers).isNotEmpty().allSatisfy(answer -> {
            assertThat(answer.body()).doesNotContain(CANARY);
            assertThat(answer.headers().map().toString()).doesNotContain(CANARY);
        });
        assertThat(output.getAll()).doesNotContain(CANARY);
        assertThat(countUsers()).isEqualTo(count);
        assertThat(store.get("/api/v1/users/" + user).isOk().header("ETag")).isEqualTo("\"0\"");
    }

    /** What no property takes, whichever it is. */
    static Map<String, String> badValues() {
        Map<String, String> values = new LinkedHashMap<>();
        values.put("NUL", "\"" + CANARY + "\\u0000\"");
        values.put("lone surrogate", "\"" + CANARY + "\\ud800\"");
        values.put("control", "\"" + CANARY + "\\u0007\"");
        values.put("bidirectional override", "\"" + CANARY + "\\u202e\"");
        values.put("256 characters", "\"" + CANARY + "a".repeat(256 - CANARY.length()) + "\"");
        values.put("60,000 characters", "\"" + CANARY + "\\u0301".repeat(10_000) + "\"");
        values.put("nothing", "\"\"");
        values.put("integer", "4711");
        values.put("decimal", "47.11");
        values.put("huge number", "1e999999999");
        values.put("boolean", "true");
        values.put("array", "[\"" + CANARY + "\"]");
        values.put("object", "{\"" + CANARY + "\": \"" + CANARY + "\"}");
        return values;
    }

    @Test
    void badValueIsRefusedByTheNameOfItsProperty() {
        for (Operation operation : operationsWithBody()) {
            for (String property : names(operation.properties())) {
                badValues()
                        .forEach((what, value) -> assertThat(send(operation, body(operation, Map.of(property, value)))
                                        .faultyFields())
                                .describedAs("%s with %s in %s", operation, what, property)
                                .containsExactly(property));
            }
        }
    }

    @Test
    void unknownEnumeratedValueIsRefused() {
        for (Operation operation : operationsWithBody()) {
            operation.properties().properties().forEach(property -> {
                if (property.getValue().has("enum")) {
                    for (String value : List.of("\"" + CANARY + "\"", "\"active\"", "\"ACTIVE \"", "\"0\"")) {
                        send(operation, body(operation, Map.of(property.getKey(), value)))
                                .isInvalid(property.getKey());
                    }
                }
            });
        }
    }

    @Test
    void propertyThatIsThereTwiceIsRefused() {
        for (Operation operation : operationsWithBody()) {
            for (String property : names(operation.properties())) {
                String twice = "\"" + property + "\": " + goodValue(property) + ", ";
                send(operation, "{" + twice + body(operation, Map.of()).substring(1))
                        .isInvalid(property);
            }
        }
    }

    @Test
    void neededPropertyThatIsNotThereIsRefused() {
        for (Operation operation : operationsWithBody()) {
            for (JsonNode needed : operation.json().at("/requestBody/content/application~1json/schema/required")) {
                send(operation, body(operation, Map.of(needed.asString(), "null")))
                        .isInvalid(needed.asString());
            }
            send(operation, "{}").isProblem(400, "validation-failed");
        }
    }

    @Test
    void unknownPropertyIsRefusedAndShownOnlyIfItLooksLikeOne() {
        for (Operation operation : operationsWithBody()) {
            send(operation, body(operation, Map.of("nickname", "\"" + CANARY + "\"")))
                    .isInvalid("nickname");
            send(operation, body(operation, Map.of("$2b$12$" + CANARY, "1"))).isInvalid("body");
            send(operation, body(operation, Map.of("version", "{\"a\": [1, {\"b\": 2}]}")))
                    .isInvalid("version");
        }
    }

    static List<byte[]> bodiesThatAreNoObject() {
        List<byte[]> bodies = new ArrayList<>();
        for (String text : List.of(
                "",
                " ",
                "null",
                "[]",
                "17",
                "true",
                "\"" + CANARY + "\"",
                "{",
                "{\"email\"",
                "{\"email\": \"" + CANARY,
                "{\"email\": \"" + CANARY + "\",}",
                "{\"email\": '" + CANARY + "'}",
                "{email: \"" + CANARY + "\"}",
                "{\"email\": \"" + CANARY + "\u0000\"}",
                "{\"email\": \"" + CANARY + "\\x\"}",
                "{\"email\": \"" + CANARY + "\\u12\"}",
                "{\"email\": " + CANARY + "}",
                "{\"email\": NaN}",
                "{\"email\": 007}",
                "/* " + CANARY + " */ {}",
                "\ufeff{}",
                "{\"email\": " + "[".repeat(30_000) + "]".repeat(30_000) + "}",
                "[".repeat(60_000),
                "{\"a\":".repeat(10_000))) {
            bodies.add(text.getBytes(StandardCharsets.UTF_8));
        }
        String email = "{\"email\": \"" + CANARY + "\u00ff\u00c0\u0080\u00ed\u00a0\u0080\"}";
        bodies.add(email.getBytes(StandardCharsets.ISO_8859_1));
        for (String bytes :
                List.of("\u00ff", "\u00c0\u0080", "\u00ed\u00a0\u0080", "\u00f4\u0090\u0080\u0080", "\u00e2\u0082")) {
            bodies.add(("{\"email\": \"" + CANARY + bytes + "\"}").getBytes(StandardCharsets.ISO_8859_1));
        }
        bodies.add("{}".getBytes(StandardCharsets.UTF_16LE));
        bodies.add("{}".getBytes(StandardCharsets.UTF_16));
        return bodies;
    }

    @ParameterizedTest
    @MethodSource("bodiesThatAreNoObject")
    void bodyThatIsNoJsonObjectIsRefusedAsAWhole(byte[] body) {
        for (Operation operation : operationsWithBody()) {
            Answer answer = keep(store.sendJson(operation.method(), operation.pathOf(user), body));
            assertThat(answer.isProblem(400, "validation-failed").faultyFields())
                    .contains("body");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {" {}", " x", "{}", " null", ","})
    void whatComesAfterTheObjectIsRefused(String more) {
        for (Operation operation : operationsWithBody()) {
            send(operation, body(operation, Map.of()) + more).isInvalid("body");
        }
    }

    @Test
    void allThatIsWrongIsSaidAtOnce() {
        String everyFault = """
                {"email": 1, "passwordHash": "%1$s", "name": null, "experienceLevel": "%1$s", "accountStatus": "LOCKED",
                 "%1$s": 1, "targetRole": ""}""".formatted(CANARY);

        keep(store.postJson(
                        "/api/v1/users?dry=1",
                        everyFault.replace("\"" + CANARY + "\":", "\"nick\":"),
                        "Idempotency-Key",
                        "a".repeat(256),
                        "If-Match",
                        "3"))
                .isInvalid(
                        "email",
                        "passwordHash",
                        "name",
                        "experienceLevel",
                        "accountStatus",
                        "nick",
                        "targetRole",
                        "dry",
                        "Idempotency-Key",
                        "If-Match");
        keep(store.postJson("/api/v1/users/0/status", "{\"status\": 1}", "If-Match", "x"))
                .isInvalid("id", "status", "If-Match");
    }

    @Test
    void thousandsOfFaultsAreNotAllListed() {
        String body =
                IntStream.range(0, 5000).mapToObj(i -> "\"a" + i + "\":1").collect(Collectors.joining(",", "{", "}"));

        Answer answer = keep(store.postJson("/api/v1/users", body)).isProblem(400, "validation-failed");

        assertThat(answer.faultyFields()).hasSize(50);
    }

    @ParameterizedTest
    @ValueSource(ints = {MAX_BODY + 1, 10_000_000})
    void bodyThatIsTooLargeIsRefused(int size) {
        byte[] body = body(operationsWithBody().get(0), Map.of("name", "\"" + CANARY + " ".repeat(size) + "\""))
                .getBytes(StandardCharsets.UTF_8);

        for (Operation operation : operationsWithBody()) {
            keep(store.sendJson(operation.method(), operation.pathOf(user), body))
                    .isProblem(413, "payload-too-large");
            keep(store.send(
                            operation.method(),
                            operation.pathOf(user),
                            BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body)),
                            "Content-Type",
                            "application/json"))
                    .isProblem(413, "payload-too-large");
        }
    }

    @Test
    void commandWithoutFieldsTakesNoBodyBeyondAnEmptyObject() {
        for (String path : List.of("/logins", "/restoration", "/failed-logins")) {
            String command = "/api/v1/users/" + user + path;
            keep(store.postJson(command, "{\"" + CANARY + CANARY + CANARY + "\": 1}"))
                    .isInvalid("body");
            keep(store.postJson(command, CANARY)).isInvalid("body");
            keep(store.send("POST", command, BodyPublishers.ofByteArray(new byte[MAX_BODY + 1])))
                    .isProblem(413, "payload-too-large");
        }
        store.postJson("/api/v1/users/" + user + "/restoration", "{}").isOk();
    }

    @Test
    void bodyInAnotherFormatIsRefused() {
        for (Operation operation : operationsWithBody()) {
            byte[] body = body(operation, Map.of()).getBytes(StandardCharsets.UTF_8);
            for (List<String> headers : List.of(
                    List.<String>of(),
                    List.of("Content-Type", "text/plain"),
                    List.of("Content-Type", "application/x-www-form-urlencoded"),
                    List.of("Content-Type", "multipart/form-data; boundary=" + CANARY),
                    List.of("Content-Type", CANARY),
                    List.of("Content-Type", "application/json; charset=utf-16"),
                    List.of("Content-Type", "application/json; charset=" + CANARY),
                    List.of("Content-Type", "application/json", "Content-Encoding", "gzip"))) {
                keep(store.send(
                                operation.method(),
                                operation.pathOf(user),
                                BodyPublishers.ofByteArray(body),
                                headers.toArray(String[]::new)))
                        .isProblem(415, "unsupported-media-type");
            }
        }
    }

    @Test
    void answerInAnotherFormatIsRefusedBeforeAnythingHappens() {
        keep(store.postJson("/api/v1/users", Bodies.registration(), "Accept", "text/html"))
                .isProblem(406, "not-acceptable");
        keep(store.delete("/api/v1/users/" + user, "Accept", CANARY)).isProblem(406, "not-acceptable");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "-1",
                "9223372036854775808",
                "99999999999999999999999999",
                "abc",
                CANARY,
                "1.5",
                "+1",
                "0x1",
                "01",
                "1e3",
                "%20",
                "1%20",
                "%D9%A1",
                "null"
            })
    void idThatIsNoneIsRefused(String id) {
        for (Operation operation : ApiDocument.of(store).operations()) {
            if (operation.path().contains("{id}")) {
                keep(store.sendJson(
                                operation.method(),
                                operation.pathOf(id),
                                operation.properties().isMissingNode()
                                        ? new byte[0]
                                        : body(operation, Map.of()).getBytes(StandardCharsets.UTF_8)))
                        .isInvalid("id");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "limit=0",
                "limit=501",
                "limit=abc",
                "limit=-1",
                "limit=",
                "limit",
                "limit=99999999999999999999",
                "limit=%201",
                "after=-1",
                "after=x",
                "after=9223372036854775808",
                "includeDeleted=yes",
                "includeDeleted=1",
                "includeDeleted=TRUE",
                "status=active",
                "status=",
                "experienceLevel=" + CANARY,
                "targetRole=",
                "targetRole=a%00b",
                "targetRole=%E2%80%AE",
                "limit=1&limit=1",
                "asOf=now"
            })
    void badParameterOfAListIsRefusedByItsName(String query) {
        keep(store.get("/api/v1/users?" + query)).isInvalid(query.replaceAll("=.*", ""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"targetRole=%FF", "targetRole=%C0%80", "%FF=1", "access_token=" + CANARY, "%00=1", "=1"})
    void queryThatHasNoNameForItsFaultIsRefusedAsAWhole(String query) {
        keep(store.get("/api/v1/users?" + query)).isInvalid("query");
    }

    @Test
    void parameterThatIsUnknownIsRefusedRatherThanIgnored() {
        keep(store.get("/api/v1/users/" + user + "?fields=id")).isInvalid("fields");
        keep(store.get("/api/v1/users?version=0")).isInvalid("version");
        keep(store.delete("/api/v1/users/" + user + "?includeDeleted=true")).isInvalid("includeDeleted");
    }

    @Test
    void badIdempotencyKeyIsRefused() {
        String path = "/api/v1/users/" + user;

        keep(store.delete(path, "Idempotency-Key", CANARY + "a".repeat(256))).isInvalid("Idempotency-Key");
        keep(store.delete(path, "Idempotency-Key", "")).isInvalid("Idempotency-Key");
        keep(store.delete(path, "Idempotency-Key", CANARY, "Idempotency-Key", CANARY))
                .isInvalid("Idempotency-Key");
    }

    @Test
    void failureOfOursIsLoggedOnceWithoutItsWords(CapturedOutput output) {
        keep(store.get(FailingFilter.PATH)).isProblem(500, "internal-error");

        assertThat(answers.get(0).body()).doesNotContain(FailingFilter.WORDS);
        assertThat(output.getAll())
                .doesNotContain(FailingFilter.WORDS)
                .containsOnlyOnce("ERROR")
                .containsOnlyOnce("java.lang.IllegalStateException");
    }

    private List<Operation> operationsWithBody() {
        List<Operation> operations = ApiDocument.of(store).operations().stream()
                .filter(operation -> !operation.properties().isMissingNode())
                .toList();
        assertThat(operations).hasSizeGreaterThanOrEqualTo(7);
        return operations;
    }

    private Answer send(Operation operation, String body) {
        return keep(store.sendJson(operation.method(), operation.pathOf(user), body.getBytes(StandardCharsets.UTF_8)))
                .isProblem(400, "validation-failed");
    }

    private Answer keep(Answer answer) {
        answers.add(answer);
        return answer;
    }

    private static String body(Operation operation, Map<String, String> changes) {
        Map<String, String> properties = new LinkedHashMap<>();
        names(operation.properties()).forEach(name -> properties.put(name, goodValue(name)));
        properties.putAll(changes);
        return properties.entrySet().stream()
                .map(property -> "\"" + property.getKey() + "\": " + property.getValue())
                .collect(Collectors.joining(", ", "{", "}"));
    }

    private static String goodValue(String property) {
        return switch (property) {
            case "email" -> "\"" + Bodies.someEmail() + "\"";
            case "passwordHash" -> "\"" + Bodies.HASH + "\"";
            case "name", "targetRole" -> "\"Ann\"";
            case "experienceLevel" -> "\"MID\"";
            case "status", "accountStatus" -> "\"ACTIVE\"";
            default -> throw new AssertionError("say what " + property + " takes");
        };
    }

    private static List<String> names(JsonNode properties) {
        return List.copyOf(properties.propertyNames());
    }

    private long countUsers() {
        long users = 0;
        String after = "0";
        do {
            JsonNode page = store.get("/api/v1/users?includeDeleted=true&limit=500&after=" + after)
                    .isOk()
                    .json();
            users += page.required("items").size();
            after = page.required("next").asString("");
        } while (!after.isEmpty());
        return users;
    }
}
