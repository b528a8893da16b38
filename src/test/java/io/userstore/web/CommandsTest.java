package io.userstore.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.userstore.user.command.UserCommand;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Commands by their names: each as its own endpoint, one or many. */
class CommandsTest extends HttpTest {

    private static final String COMMANDS = "/api/v1/commands";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    @Autowired
    @SuppressWarnings("NullAway.Init")
    JdbcTemplate jdbc;

    private static String command(String name, String payload, String more) {
        return """
                {"command": "%s", "payload": %s%s}""".formatted(name, payload, more).replace("\n", " ");
    }

    private static String command(String name, String payload) {
        return command(name, payload, "");
    }

    private long registered() {
        return store.postJson(COMMANDS, command("Register", Bodies.activeRegistration(Bodies.someEmail())))
                .has(201)
                .id();
    }

    private List<JsonNode> stream(Client client, List<String> lines) {
        Answer answer = client.send(
                        "POST",
                        COMMANDS,
                        BodyPublishers.ofString(String.join("\n", lines), StandardCharsets.UTF_8),
                        "Content-Type",
                        "application/x-ndjson")
                .isOk();
        assertThat(answer.header("Content-Type")).isEqualTo("application/x-ndjson");
        assertThat(answer.body()).endsWith("\n");
        return answer.body().lines().map(JSON::readTree).toList();
    }

    private static List<Integer> statuses(List<JsonNode> answers) {
        return answers.stream().map(answer -> answer.required("status").asInt()).toList();
    }

    @Test
    void everyCommandAnswersAsItsOwnEndpoint() {
        Answer registration = store.postJson(
                        COMMANDS, command("Register", Bodies.activeRegistration(Bodies.someEmail())))
                .has(201);
        long id = registration.id();
        assertThat(registration.header("Location")).isEqualTo("/api/v1/users/" + id);
        assertThat(registration.header("ETag")).isEqualTo("\"0\"");
        List<String> sent = new ArrayList<>(List.of("Register"));
        for (String[] each : new String[][] {
            {"RecordLogin", "", "200"},
            {"RecordFailedLogin", "", "200"},
            {"ChangeStatus", ", \"status\": \"SUSPENDED\"", "200"},
            {"ChangeProfile", ", \"name\": \"Bob\", \"targetRole\": null", "200"},
            {"ChangeEmail", ", \"email\": \"" + Bodies.someEmail() + "\"", "200"},
            {"ChangePassword", ", \"passwordHash\": \"" + Bodies.HASH + "\"", "204"},
            {"SoftDelete", "", "204"},
            {"Restore", "", "200"},
            {"Erase", "", "204"}
        }) {
            Answer answer = store.postJson(COMMANDS, command(each[0], "{\"id\": " + id + each[1] + "}"));
            assertThat(answer.has(Integer.parseInt(each[2])).header("ETag"))
                    .describedAs(each[0])
                    .isEqualTo("\"" + sent.size() + "\"");
            sent.add(each[0]);
        }
        assertThat(sent)
                .containsExactlyInAnyOrderElementsOf(ScopeTable.commands().keySet().stream()
                        .map(Class::getSimpleName)
                        .toList());
        assertThat(jdbc.queryForList(
                        "SELECT type FROM event_log WHERE aggregate_id = ? ORDER BY version",
                        String.class,
                        Long.toString(id)))
                .hasSize(sent.size());
    }

    /** What the store or its operator sends is nobody else's to send. */
    @Test
    void commandsOfTheStoreAloneHaveNoName() {
        assertThat(Stream.of(UserCommand.class.getPermittedSubclasses())
                        .filter(type -> !ScopeTable.commands().containsKey(type))
                        .map(Class::getSimpleName))
                .containsExactlyInAnyOrder("Import", "ReleaseLock");
    }

    @Test
    void whatGoesWithACommandReachesTheLog() {
        long id = registered();
        String conditional = command(
                "ChangeStatus",
                "{\"id\": " + id + ", \"status\": \"SUSPENDED\"}",
                ", \"expectedVersion\": 0, \"idempotencyKey\": \"key-" + id
                        + "\", \"reason\": \"Grüße\", \"onBehalfOf\": \"Zoë\"");
        String trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

        Answer first =
                store.postJson(COMMANDS, conditional, "traceparent", trace).isOk();
        Answer again =
                store.postJson(COMMANDS, conditional, "traceparent", trace).isOk();

        assertThat(again.body()).isEqualTo(first.body());
        JsonNode item = store.get("/api/v1/users/" + id + "/history?newestFirst=true&limit=1")
                .isOk()
                .json()
                .at("/items/0");
        assertThat(item.required("version").asLong()).isEqualTo(1);
        assertThat(item.required("reason").asString()).isEqualTo("Grüße");
        assertThat(item.required("actor").asString()).isEqualTo(TestTokens.ACTOR);
        assertThat(item.required("onBehalfOf").asString()).isEqualTo("Zoë");
        assertThat(item.required("correlationId").asString()).isEqualTo("0af7651916cd43dd8448eb211c80319c");
        store.postJson(
                        COMMANDS,
                        command(
                                "ChangeStatus",
                                "{\"id\": " + id + ", \"status\": \"ACTIVE\"}",
                                ", \"expectedVersion\": 0"))
                .isProblem(412, "version-conflict");
        store.postJson(
                        COMMANDS,
                        command(
                                "ChangeStatus",
                                "{\"id\": " + id + ", \"status\": \"ACTIVE\"}",
                                ", \"idempotencyKey\": \"key-" + id + "\""))
                .isProblem(422, "idempotency-key-reused");
    }

    @Test
    void forWhomItIsDoneIsMaskedLikeANameAndErasedWithTheUser() {
        long id = registered();
        String longest = "é".repeat(255);
        store.postJson(COMMANDS, command("RecordLogin", "{\"id\": " + id + "}", onBehalfOf(longest)))
                .isOk();
        store.postJson(COMMANDS, command("RecordLogin", "{\"id\": " + id + "}", onBehalfOf("   ")))
                .isOk();
        store.postJson(COMMANDS, command("RecordLogin", "{\"id\": " + id + "}", onBehalfOf(longest + "é")))
                .isInvalid("onBehalfOf");
        Client auditor = anonymous.with(TestTokens.only(Scope.AUDIT_READ));

        assertThat(forWhom(auditor, id, 1)).isEqualTo("é***");
        assertThat(forWhom(store, id, 1)).isEqualTo(longest);
        assertThat(forWhom(auditor, id, 2)).isEqualTo("null");
        store.postJson(COMMANDS, command("Erase", "{\"id\": " + id + "}", onBehalfOf("Ann")))
                .has(204);
        assertThat(forWhom(store, id, 1)).isEqualTo("erased");
        assertThat(forWhom(store, id, 3)).as("of the erasure").isEqualTo("null");
    }

    private static String onBehalfOf(String whom) {
        return ", \"onBehalfOf\": \"" + whom + "\"";
    }

    private static String forWhom(Client auditor, long id, int version) {
        JsonNode item =
                auditor.get("/api/v1/users/" + id + "/history").isOk().json().at("/items/" + version + "/onBehalfOf");
        return item.isNull() ? "null" : item.asString();
    }

    @Test
    void scopeIsThatOfTheCommand() {
        long id = registered();
        Client writer = anonymous.with(TestTokens.only(Scope.USERS_WRITE));
        Client eraser = anonymous.with(TestTokens.only(Scope.USERS_ERASE));
        String erase = command("Erase", "{\"id\": " + id + "}");
        String login = command("RecordLogin", "{\"id\": " + id + "}");

        writer.postJson(COMMANDS, erase).isProblem(403, "forbidden");
        eraser.postJson(COMMANDS, login).isProblem(403, "forbidden");
        writer.postJson(COMMANDS, login).isOk();
        assertThat(statuses(stream(writer, List.of(login, erase, login)))).containsExactly(200, 403, 200);
        eraser.postJson(COMMANDS, erase).has(204);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', nullValues = "-", textBlock = """
            {                                                                     | body
            []                                                                    | body
            {"command": "RecordLogin", "payload": {"id": 1}} {}                   | body
            {"command": "RecordLogin", "command": "Erase", "payload": {"id": 1}}  | body
            {"payload": {"id": 1}}                                                | command
            {"command": "recordlogin", "payload": {"id": 1}}                      | command
            {"command": "ReleaseLock", "payload": {"id": 1}}                      | command
            {"command": ["Erase"], "payload": {"id": 1}}                          | command
            {"command": "RecordLogin"}                                            | payload
            {"command": "RecordLogin", "payload": null}                           | payload
            {"command": "RecordLogin", "payload": [1]}                            | payload
            {"command": "RecordLogin", "payload": {}}                             | id
            {"command": "RecordLogin", "payload": {"id": "1"}}                    | id
            {"command": "RecordLogin", "payload": {"id": 0}}                      | id
            {"command": "RecordLogin", "payload": {"id": 1.5}}                    | id
            {"command": "RecordLogin", "payload": {"id": 99999999999999999999}}   | id
            {"command": "RecordLogin", "payload": {"id": 1, "x": 2}}              | x
            {"command": "ChangeStatus", "payload": {"id": 1, "status": 7}}        | status
            {"command": "ChangeStatus", "payload": {"id": 1, "status": null}}     | status
            {"command": "RecordLogin", "payload": {"id": 1}, "when": "now"}       | when
            {"command": "RecordLogin", "payload": {"id": 1}, "expectedVersion": -1}       | expectedVersion
            {"command": "RecordLogin", "payload": {"id": 1}, "expectedVersion": "1"}      | expectedVersion
            {"command": "RecordLogin", "payload": {"id": 1}, "expectedVersion": 1e3}      | expectedVersion
            {"command": "RecordLogin", "payload": {"id": 1}, "idempotencyKey": ""}        | idempotencyKey
            {"command": "RecordLogin", "payload": {"id": 1}, "idempotencyKey": "ä"}       | idempotencyKey
            {"command": "RecordLogin", "payload": {"id": 1}, "idempotencyKey": 1}         | idempotencyKey
            {"command": "RecordLogin", "payload": {"id": 1}, "reason": "a\\nb"}           | reason
            {"command": "RecordLogin", "payload": {"id": 1}, "reason": "\\ud800"}         | reason
            {"command": "RecordLogin", "payload": {"id": 1}, "onBehalfOf": ["Ann"]}       | onBehalfOf
            {"command": "RecordLogin", "payload": {"id": 1}, "onBehalfOf": "\\u202ennA"}   | onBehalfOf
            {"command": "Register", "payload": {"email": "a@b.example", "name": "A", "passwordHash": "secret"}} | passwordHash
            """)
    void faultIsNamedAndNotRepeated(String text, String field) {
        Answer answer = store.postJson(COMMANDS, text).isInvalid(field);

        assertThat(answer.body()).doesNotContain("secret").doesNotContain("\"now\"");
        JsonNode line = stream(store, List.of(text)).get(0);
        assertThat(line.required("status").asInt()).isEqualTo(400);
        assertThat(line.at("/body/errors/0/field").asString()).isEqualTo(field);
    }

    @Test
    void allFaultsAreNamedAtOnce() {
        store.postJson(
                        COMMANDS,
                        command(
                                "Register",
                                "{\"email\": \"x\", \"name\": \"\"}",
                                ", \"expectedVersion\": 1, \"reason\": 3, \"idempotencyKey\": false"))
                .isInvalid("email", "name", "passwordHash", "expectedVersion", "reason", "idempotencyKey");
    }

    @Test
    void headersOfOneCommandHaveTheirPlaceInTheBody() {
        String login = command("RecordLogin", "{\"id\": 1}");
        store.postJson(COMMANDS, login, "Idempotency-Key", "k", "If-Match", "\"0\"", "X-Reason", "r")
                .isInvalid("Idempotency-Key", "If-Match", "X-Reason");
        store.send(
                        "POST",
                        COMMANDS,
                        BodyPublishers.ofString(login),
                        "Content-Type",
                        "application/x-ndjson",
                        "Idempotency-Key",
                        "k")
                .isInvalid("Idempotency-Key");
        store.send("POST", COMMANDS, BodyPublishers.ofString(login), "Content-Type", "text/plain")
                .isProblem(415, "unsupported-media-type");
    }

    @Test
    void lineFailsAloneAndLinesOnOneUserKeepTheirOrder() {
        long id = registered();
        List<String> lines = new ArrayList<>();
        List<Integer> expected = new ArrayList<>();
        for (int round = 0; round < 40; round++) {
            String status = round % 2 == 0 ? "SUSPENDED" : "ACTIVE";
            lines.add(command("ChangeStatus", "{\"id\": " + id + ", \"status\": \"" + status + "\"}"));
            lines.add("{\"no\": \"command\"");
            lines.add(command("Register", Bodies.registration()));
            lines.add(command("RecordLogin", "{\"id\": " + id + "}"));
            expected.addAll(List.of(200, 400, 201, round % 2 == 0 ? 409 : 200));
        }
        lines.add(2, "");
        lines.add(5, " \t\r");

        List<JsonNode> answers = stream(store, lines);

        assertThat(statuses(answers)).isEqualTo(expected);
        // Decided in the order of the lines, not sorted into it.
        assertThat(jdbc
                        .queryForList(
                                "SELECT type FROM event_log WHERE aggregate_id = ? ORDER BY version",
                                String.class,
                                Long.toString(id))
                        .stream()
                        .skip(1)
                        .collect(Collectors.joining(" ")))
                .isEqualTo(Stream.generate(() -> "user.status-changed user.status-changed user.login-succeeded")
                        .limit(20)
                        .collect(Collectors.joining(" ")));
        assertThat(answers.stream()
                        .filter(answer -> answer.required("status").asInt() == 201)
                        .map(answer -> answer.at("/body/id").asLong())
                        .distinct())
                .hasSize(40);
        assertThat(answers.get(3).at("/body/code").asString()).isEqualTo("account-not-active");
    }

    @Test
    void lineThatIsTooLongFailsAlone() {
        long id = registered();
        String login = command("RecordLogin", "{\"id\": " + id + "}");
        String tooLong = command("RecordLogin", "{\"id\": " + id + "}", " ".repeat(70_000));

        List<JsonNode> answers = stream(store, List.of(login, tooLong, login));

        assertThat(statuses(answers)).containsExactly(200, 413, 200);
        assertThat(answers.get(2).at("/body/version").asLong()).isEqualTo(2);
        assertThat(Objects.requireNonNull(store.postJson(COMMANDS, tooLong)).status())
                .isEqualTo(413);
    }
}
