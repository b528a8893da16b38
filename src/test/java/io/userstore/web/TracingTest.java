package io.userstore.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.micrometer.tracing.Tracer;
import io.opentelemetry.api.OpenTelemetry;
import io.userstore.TestDatabase;
import io.userstore.web.OtlpReceiver.Span;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** From HTTP to the batch, as a collector gets to see it. */
class TracingTest {

    private static final String LOCK = "SELECT pg_advisory_lock(" + Long.toString(0x75736572_73746f72L) + ")";
    private static final String FIRST = "11111111111111111111111111111111";
    private static final String SECOND = "22222222222222222222222222222222";
    private static final String THIRD = "33333333333333333333333333333333";
    private static final String NOT_SAMPLED = "44444444444444444444444444444444";
    private static final String REFUSED = "55555555555555555555555555555555";
    private static final String MANY = "66666666666666666666666666666666";
    private static final String TWICE = "99999999999999999999999999999999";
    private static final String CALLER = "00f067aa0ba902b7";

    private static final OtlpReceiver COLLECTOR = new OtlpReceiver();
    private static final TestDatabase DATABASE = TestDatabase.fresh();

    private static HttpNode node;
    private static Client store;

    @BeforeAll
    static void start() {
        node = HttpNode.on(
                DATABASE,
                "management.opentelemetry.tracing.export.otlp.endpoint=" + COLLECTOR.address(),
                "management.opentelemetry.tracing.export.schedule-delay=100ms",
                "management.tracing.sampling.probability=0");
        store = node.client();
    }

    @AfterAll
    static void stop() {
        node.close();
        COLLECTOR.close();
    }

    private static Answer register(String trace, String flags) {
        return store.postJson(
                "/api/v1/users",
                Bodies.activeRegistration(Bodies.someEmail()),
                "traceparent",
                "00-" + trace + "-" + CALLER + "-" + flags);
    }

    private static List<Span> spansOf(String trace) {
        return COLLECTOR.spans().stream()
                .filter(span -> span.trace().equals(trace))
                .toList();
    }

    private static Span span(String trace, String name) {
        await().until(() -> spansOf(trace).stream().anyMatch(span -> span.name().equals(name)));
        return spansOf(trace).stream()
                .filter(span -> span.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** The second and the third wait together behind the first, whose batch waits for the lock. */
    @Test
    void commandsHangTogetherWithTheBatchTheyShare() throws Exception {
        CompletableFuture<Answer> first;
        CompletableFuture<Answer> second;
        CompletableFuture<Answer> third;
        try (Connection blocker = DATABASE.dataSource().getConnection();
                Statement statement = blocker.createStatement()) {
            statement.execute(LOCK);
            first = CompletableFuture.supplyAsync(() -> register(FIRST, "01"));
            await().until(() -> waitsForTheLock(statement));
            second = CompletableFuture.supplyAsync(() -> register(SECOND, "01"));
            third = CompletableFuture.supplyAsync(() -> register(THIRD, "01"));
            await().until(() -> Scrape.of(store).sum("userstore_append_queue_length") == 2);
        }
        List.of(first, second, third).forEach(answer -> answer.join().has(201));

        Span request = span(SECOND, "http post /api/v1/users");
        assertThat(request.parent()).isEqualTo(CALLER);
        Span command = span(SECOND, "Register");
        assertThat(command.parent()).isEqualTo(request.id());
        assertThat(command.attributes()).containsEntry("userstore.outcome", "accepted");
        assertThat(span(SECOND, "append queue").parent()).isEqualTo(command.id());

        assertThat(command.links()).hasSize(1).isEqualTo(span(THIRD, "Register").links());
        String place = command.links().get(0);
        await().until(() ->
                COLLECTOR.spans().stream().anyMatch(span -> span.place().equals(place)));
        Span batch = COLLECTOR.spans().stream()
                .filter(span -> span.place().equals(place))
                .findFirst()
                .orElseThrow();
        assertThat(batch.name()).isEqualTo("append batch");
        assertThat(batch.parent()).isEmpty();
        assertThat(batch.links())
                .containsExactlyInAnyOrder(
                        command.place(), span(THIRD, "Register").place());
        assertThat(batch.attributes()).containsEntry("userstore.batch.size", 2L);
        assertThat((Long) batch.attributes().get("userstore.log.head")).isGreaterThanOrEqualTo(3);
        for (String part : List.of("append project", "append write")) {
            assertThat(span(batch.trace(), part).parent()).as(part).isEqualTo(batch.id());
        }
        assertThat(span(FIRST, "Register").links()).doesNotContain(place);
    }

    private static boolean waitsForTheLock(Statement statement) throws Exception {
        try (var rows = statement.executeQuery("SELECT FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"
                + " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())")) {
            return rows.next();
        }
    }

    @Test
    void traceOfARequestIsTheCorrelationIdOfItsEventsSampledOrNot() {
        register(NOT_SAMPLED, "00").has(201);
        String given = "00-" + TWICE + "-" + CALLER + "-01";
        store.postJson(
                        "/api/v1/users",
                        Bodies.activeRegistration(Bodies.someEmail()),
                        "traceparent",
                        given,
                        "traceparent",
                        given)
                .has(201);
        long id = store.postJson("/api/v1/users", Bodies.activeRegistration(Bodies.someEmail()))
                .has(201)
                .id();

        assertThat(correlationIds("WHERE metadata ->> 'correlationId' = '" + NOT_SAMPLED + "'"))
                .containsExactly(NOT_SAMPLED);
        // By itself this would be no valid header; the span knows better, and is what counts.
        span(TWICE, "Register");
        assertThat(correlationIds("WHERE metadata ->> 'correlationId' = '" + TWICE + "'"))
                .containsExactly(TWICE);
        assertThat(correlationIds("WHERE aggregate_id = '" + id + "'"))
                .singleElement()
                .asString()
                .matches("[0-9a-f]{32}");
        span(sampledRequest(), "http get /api/v1/users");
        assertThat(spansOf(NOT_SAMPLED)).isEmpty();
    }

    private static List<String> correlationIds(String where) {
        return node.jdbc().queryForList("SELECT metadata ->> 'correlationId' FROM event_log " + where, String.class);
    }

    /** What was sent before it has arrived when this one has. */
    private static String sampledRequest() {
        String trace = Bodies.someEmail().replaceAll("[^0-9a-f]", "").substring(0, 30) + "ff";
        store.get("/api/v1/users", "traceparent", "00-" + trace + "-" + CALLER + "-01")
                .isOk();
        return trace;
    }

    @Test
    void linesOfAStreamBelongToItsRequest() {
        String line = "{\"command\": \"Register\", \"payload\": "
                + Bodies.activeRegistration(Bodies.someEmail()).replace('\n', ' ') + "}\n";

        Answer answer = store.send(
                "POST",
                "/api/v1/commands",
                BodyPublishers.ofString(line + "{\"command\": \"Nonsense\"}\n"),
                "Content-Type",
                "application/x-ndjson",
                "traceparent",
                "00-" + MANY + "-" + CALLER + "-01");

        assertThat(answer.isOk().body()).contains("\"status\":201");
        assertThat(span(MANY, "Register").parent())
                .isEqualTo(span(MANY, "http post /api/v1/commands").id());
    }

    @Test
    void nothingPersonalIsInASpan() {
        String[] traced = {"traceparent", "00-" + REFUSED + "-" + CALLER + "-01"};
        String email = "canary-" + Bodies.someEmail();
        store.postJson("/api/v1/users", Bodies.activeRegistration(email), traced)
                .has(201);
        store.postJson("/api/v1/users", Bodies.activeRegistration(email), traced)
                .isProblem(409, "email-already-registered");
        store.get("/api/v1/users/canary@example.com?canary=canary", traced).has(400);
        store.get("/canary@example.com", traced).has(404);
        store.postJson("/api/v1/users", Bodies.registration("canary"), traced).has(400);
        node.jdbc().execute("ALTER TABLE users ADD CONSTRAINT no_canaries CHECK (name <> 'canary')");
        long id = store.postJson("/api/v1/users", Bodies.activeRegistration(Bodies.someEmail()))
                .id();
        store.putJson("/api/v1/users/" + id + "/profile", Bodies.name("canary"), traced)
                .has(500);
        store.with("canary").get("/api/v1/users", traced).has(401);
        store.send(
                        "CANARY",
                        "/canary",
                        BodyPublishers.noBody(),
                        "traceparent",
                        traced[1],
                        "tracestate",
                        "caller=canary")
                .has(400);
        span(REFUSED, "ChangeProfile");
        span(sampledRequest(), "http get /api/v1/users");

        assertThat(spansOf(REFUSED).stream()
                        .filter(span -> span.name().equals("Register"))
                        .map(span -> span.attributes().get("userstore.outcome")))
                .containsExactlyInAnyOrder("accepted", "email-already-registered");
        for (byte[] body : COLLECTOR.bodies()) {
            assertThat(new String(body, StandardCharsets.ISO_8859_1))
                    .doesNotContain("canary", Bodies.HASH, TestTokens.EVERYTHING, "127.0.0.1");
        }
    }

    /** As LogOutputIT has it of a node that traces nothing. */
    @Test
    void linesAboutABatchThatNobodyTracesNameNoTrace() {
        Logger logger = (Logger) LoggerFactory.getLogger("io.userstore.eventlog.AppendTransaction");
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.start();
        TestDatabase database = TestDatabase.fresh();
        try (HttpNode traced = HttpNode.on(
                database,
                "management.opentelemetry.tracing.export.otlp.endpoint=" + COLLECTOR.address(),
                "management.tracing.sampling.probability=0")) {
            long id = traced.client()
                    .postJson("/api/v1/users", Bodies.activeRegistration(Bodies.someEmail()))
                    .id();
            // A node that starts sets up all loggers anew.
            logger.addAppender(lines);
            database.refuseConnections();
            traced.client().post("/api/v1/users/" + id + "/failed-logins").has(503);
        } finally {
            logger.detachAppender(lines);
        }

        assertThat(lines.list)
                .filteredOn(line -> line.getFormattedMessage().startsWith("append of "))
                .isNotEmpty()
                .noneMatch(line -> line.getMDCPropertyMap().containsKey("traceId"));
    }

    @Test
    void withoutAnEndpointNothingOfTracingIsThere() {
        try (HttpNode plain = HttpNode.on(TestDatabase.fresh())) {
            assertThat(plain.has(OpenTelemetry.class)).isFalse();
            assertThat(plain.has(Tracer.class)).isFalse();
            assertThat(node.has(OpenTelemetry.class)).isTrue();
        }
    }
}
