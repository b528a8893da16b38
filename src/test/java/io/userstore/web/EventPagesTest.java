package io.userstore.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The log as pages and as a whole; what an auditor sees of an event, and what is refused. */
class EventPagesTest extends HttpTest {

    private static final String EVENTS = "/api/v1/events";
    private static final String NDJSON = "application/x-ndjson";
    private static final JdbcTemplate DATABASE_ITSELF = new JdbcTemplate(DATABASE.dataSource());

    private final String email = "ann." + UUID.randomUUID() + "@example.org";
    private final String actor = "caller " + UUID.randomUUID();
    private Client caller = store;
    private long start;
    private long user;

    @BeforeEach
    void liveALittle() {
        start = head();
        caller = anonymous.with(JwtTest.token(actor, "users:read users:write users:erase"));
        user = caller.postJson(
                        "/api/v1/users",
                        Bodies.activeRegistration(email),
                        "X-Reason",
                        "Ann asked",
                        "traceparent",
                        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01")
                .has(201)
                .id();
        caller.post("/api/v1/users/" + user + "/failed-logins").isOk();
        caller.post("/api/v1/users/" + user + "/logins").isOk();
        store.postJson("/api/v1/users/" + user + "/status", Bodies.status("SUSPENDED"))
                .isOk();
    }

    private static long head() {
        Long head = DATABASE_ITSELF.queryForObject("SELECT coalesce(max(position), 0) FROM event_log", Long.class);
        return head == null ? 0 : head;
    }

    private Answer get(String query, String... headers) {
        return store.get(EVENTS + "?" + query, headers).isOk();
    }

    private List<JsonNode> items(String query) {
        List<JsonNode> items = new ArrayList<>();
        get(query).json().required("items").forEach(items::add);
        return items;
    }

    private List<JsonNode> lines(String query) {
        return get(query, "Accept", NDJSON)
                .body()
                .lines()
                .map(line -> JsonMapper.shared().readTree(line))
                .toList();
    }

    private static List<Long> positions(List<JsonNode> items) {
        return items.stream().map(item -> item.required("position").asLong()).toList();
    }

    private static List<Long> positionsInLog(long after) {
        return LongStream.rangeClosed(after + 1, head()).boxed().toList();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 500})
    void pagesToTheEndGiveEveryEventOnceInOrder(int limit) {
        List<Long> positions = new ArrayList<>();
        JsonNode page = get("after=" + start + "&limit=" + limit).json();
        page.required("items")
                .forEach(item -> positions.add(item.required("position").asLong()));
        while (!page.required("next").isNull()) {
            page = get("after=" + page.required("next").asLong() + "&limit=" + limit)
                    .json();
            page.required("items")
                    .forEach(item -> positions.add(item.required("position").asLong()));
        }

        assertThat(positions).hasSizeGreaterThanOrEqualTo(4).isEqualTo(positionsInLog(start));
    }

    @Test
    void lastPageHasNoNextAndBehindTheEndThereIsNothing() {
        JsonNode last = get("after=" + (head() - 2) + "&limit=2").json();

        assertThat(last.required("items").size()).isEqualTo(2);
        assertThat(last.required("next").isNull()).isTrue();
        assertThat(get("after=" + Long.MAX_VALUE).body()).isEqualTo("{\"items\":[],\"next\":null}");
        assertThat(get("after=" + Long.MAX_VALUE, "Accept", NDJSON).body()).isEmpty();
    }

    @Test
    void eventSaysWhatBecameOfWhomAndByWhomAndWhy() {
        JsonNode item = items("after=" + start).get(0);

        assertThat(item.propertyNames())
                .containsExactly(
                        "position",
                        "userId",
                        "version",
                        "eventId",
                        "type",
                        "revision",
                        "occurredAt",
                        "actor",
                        "onBehalfOf",
                        "reason",
                        "sourceAddress",
                        "correlationId",
                        "causationId",
                        "payload");
        assertThat(item.required("userId").asLong()).isEqualTo(user);
        assertThat(item.required("version").asLong()).isZero();
        assertThat(item.required("type").asString()).isEqualTo("user.registered");
        assertThat(item.required("revision").asString()).isEqualTo("1");
        assertThat(item.required("actor").asString()).isEqualTo(actor);
        assertThat(item.required("reason").asString()).isEqualTo("Ann asked");
        assertThat(item.required("sourceAddress").asString()).isEqualTo("127.0.0.1");
        assertThat(item.required("correlationId").asString()).isEqualTo("4bf92f3577b34da6a3ce929d0e0e4736");
        assertThat(item.required("occurredAt").asString()).endsWith("Z");
        assertThat(item.at("/payload/accountStatus").asString()).isEqualTo("ACTIVE");
        assertThat(item.at("/payload/id").asLong()).isEqualTo(user);
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json", NDJSON})
    void personalTextsAreMaskedForThoseWhoMayNotSeeThem(String form) {
        Client auditor = anonymous.with(TestTokens.allBut(Scope.AUDIT_UNMASK));
        String masked =
                auditor.get(EVENTS + "?after=" + start, "Accept", form).isOk().body();
        String clear = get("after=" + start, "Accept", form).body();

        assertThat(masked)
                .contains("\"email\":\"a***@example.org\"", "\"name\":\"A***\"", "\"sourceAddress\":\"***\"")
                .contains("\"targetRole\":\"Engineer\"", "\"experienceLevel\":\"SENIOR\"", "\"reason\":\"Ann asked\"")
                .doesNotContain(email);
        assertThat(clear).contains(email, "\"name\":\"Ann\"");
        for (String body : List.of(masked, clear)) {
            assertThat(body).contains("\"passwordHash\":\"$2b$12$***\"").doesNotContain(Bodies.HASH);
        }
    }

    @Test
    void erasedUserIsErasedInEveryEvent() {
        caller.postJson("/api/v1/users/" + user + "/restoration", "{}");
        caller.post("/api/v1/users/" + user + "/erasure").has(204);

        List<JsonNode> items = items("after=" + start + "&actor=" + encoded(actor));

        for (String field : List.of("email", "passwordHash", "name", "targetRole", "experienceLevel")) {
            assertThat(items.get(0).required("payload").required(field).asString())
                    .isEqualTo("erased");
        }
        assertThat(items.get(0).required("reason").asString()).isEqualTo("erased");
        assertThat(items.get(0).required("sourceAddress").asString()).isEqualTo("erased");
        assertThat(items.get(items.size() - 1).required("type").asString()).isEqualTo("user.erased");
    }

    @Test
    void filtersNarrowPageAndDownloadDown() {
        String byActor = "after=" + start + "&actor=" + encoded(actor);
        List<JsonNode> ofActor = items(byActor);
        String second = ofActor.get(1).required("occurredAt").asString();
        String third = ofActor.get(2).required("occurredAt").asString();

        assertThat(types(ofActor)).containsExactly("user.registered", "user.login-failed", "user.login-succeeded");
        assertThat(types(items(byActor + "&type=user.login-failed"))).containsExactly("user.login-failed");
        assertThat(types(items(byActor + "&from=" + second)))
                .containsExactly("user.login-failed", "user.login-succeeded");
        assertThat(types(items(byActor + "&to=" + second))).containsExactly("user.registered");
        assertThat(types(items(byActor + "&from=" + second + "&to=" + third))).containsExactly("user.login-failed");
        assertThat(items(byActor + "&type=user.unheard-of")).isEmpty();
        for (String query : List.of(byActor, byActor + "&type=user.login-failed", byActor + "&from=" + second)) {
            assertThat(lines(query)).isEqualTo(items(query));
        }
    }

    private static List<String> types(List<JsonNode> items) {
        return items.stream().map(item -> item.required("type").asString()).toList();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    @Test
    void downloadHasTheWholeLogAsPagesHaveIt() {
        List<JsonNode> lines = lines("");

        assertThat(positions(lines)).isEqualTo(positionsInLog(0));
        assertThat(lines.subList(lines.size() - 4, lines.size())).isEqualTo(items("after=" + (head() - 4)));
    }

    @ParameterizedTest
    @CsvSource({
        "after=-1, after",
        "after=x, after",
        "after=9223372036854775808, after",
        "after=1&after=2, after",
        "limit=0, limit",
        "limit=501, limit",
        "type=, type",
        "type=a%00b, type",
        "actor=, actor",
        "actor=%0a, actor",
        "from=yesterday, from",
        "from=2026-11-23, from",
        "from=2026-11-23T25:00:00Z, from",
        "from=%2B999999999-12-31T23:59:59Z, from",
        "to=-0001-01-01T00:00:00Z, to",
        "user=1, user",
        "after=x&limit=x&from=x&to=x&type=, 'after,limit,from,to,type'"
    })
    void badQueryIsRefusedByItsFields(String query, String fields) {
        for (String form : List.of("application/json", NDJSON, "text/event-stream")) {
            store.get(EVENTS + "?" + query, "Accept", form).isInvalid(fields.split(","));
        }
    }

    @Test
    void purposeThatIsNoTextIsRefused() {
        store.get(EVENTS, "X-Reason", "a".repeat(501)).isInvalid("X-Reason");
    }

    @Test
    void limitIsForPagesOnly() {
        for (String form : List.of(NDJSON, "text/event-stream")) {
            store.get(EVENTS + "?limit=1", "Accept", form).isInvalid("limit");
        }
    }

    @ParameterizedTest
    @CsvSource({"x", "-1", "01", "''", "9223372036854775807"})
    void lastEventIdThatIsNoPositionOfThisLogIsRefused(String id) {
        store.get(EVENTS, "Accept", "text/event-stream", "Last-Event-ID", id).isInvalid("Last-Event-ID");
    }

    @Test
    void liveReaderCannotBeginBehindTheEnd() {
        store.get(EVENTS + "?after=" + (head() + 1_000_000), "Accept", "text/event-stream")
                .isInvalid("after");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "*/* | application/json",
                "application/* | application/json",
                "application/x-ndjson | application/x-ndjson",
                "application/json;q=0.5, application/x-ndjson | application/x-ndjson",
                "application/json;q=0, application/* | application/x-ndjson",
                "text/html, application/json;q=0.9 | application/json",
                "application/x-ndjson, */* | application/x-ndjson",
                "*/*;q=0.1, application/x-ndjson;q=0.2 | application/x-ndjson"
            })
    void answerIsInTheFormThatIsLikedBest(String accept, String form) {
        assertThat(get("after=" + start, "Accept", accept).header("Content-Type"))
                .isEqualTo(form);
        assertThat(get("after=" + start).header("Content-Type")).isEqualTo("application/json");
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/html", "application/xml", "application/json;q=0"})
    void formThatThereIsNotIsNotAcceptable(String accept) {
        store.get(EVENTS, "Accept", accept).isProblem(406, "not-acceptable");
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json", NDJSON, "text/event-stream"})
    void headHasNoBodyAndEnds(String form) {
        Answer answer = store.send("HEAD", EVENTS + "?after=" + start, BodyPublishers.noBody(), "Accept", form)
                .isOk();

        assertThat(answer.body()).isEmpty();
        assertThat(answer.header("Content-Type")).isEqualTo(form);
        assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
    }

    @Test
    void optionsSayWhatThereIs() {
        assertThat(store.send("OPTIONS", EVENTS, BodyPublishers.noBody()).isOk().header("Allow"))
                .contains("GET")
                .doesNotContain("POST");
        store.post(EVENTS).isProblem(405, "method-not-allowed");
    }
}
