package io.userstore.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.userstore.TestDatabase;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** On a node and a database of its own: it counts. */
class MetricsTest {

    private static final String COMMANDS = "userstore_commands_seconds_count";

    private static HttpNode node;
    private static Client store;

    @BeforeAll
    static void start() {
        node = HttpNode.on(TestDatabase.fresh(), "userstore.lockout.duration=3s");
        store = node.client();
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    private static String register() {
        long id = store.postJson("/api/v1/users", Bodies.activeRegistration(Bodies.someEmail()))
                .has(201)
                .id();
        return "/api/v1/users/" + id;
    }

    private static double commands(String command, String outcome) {
        return Scrape.of(store).sum(COMMANDS, Map.of("command", command, "outcome", outcome));
    }

    @Test
    void commandsAreCountedByTypeAndOutcome() {
        String email = Bodies.someEmail();
        String key = "key-of-a-registration";
        double accepted = commands("Register", "accepted");
        double noOps = commands("ChangeStatus", "no-op");

        store.postJson("/api/v1/users", Bodies.activeRegistration(email), "Idempotency-Key", key)
                .has(201);
        String user = "/api/v1/users/"
                + store.postJson("/api/v1/users", Bodies.activeRegistration(email), "Idempotency-Key", key)
                        .has(201)
                        .id();
        store.postJson("/api/v1/users", Bodies.activeRegistration(email)).isProblem(409, "email-already-registered");
        store.postJson(user + "/status", Bodies.status("ACTIVE")).isOk();
        store.postJson(user + "/status", Bodies.status("PENDING_VERIFICATION")).isProblem(409, "invalid-transition");
        store.post(user + "/logins", "If-Match", "\"7\"").isProblem(412, "version-conflict");
        store.post("/api/v1/users/987654321/logins").isProblem(404, "user-not-found");

        await().untilAsserted(() -> assertThat(commands("Register", "accepted")).isEqualTo(accepted + 1));
        assertThat(commands("Register", "repeated")).isEqualTo(1);
        assertThat(commands("Register", "email-already-registered")).isEqualTo(1);
        assertThat(commands("ChangeStatus", "no-op")).isEqualTo(noOps + 1);
        assertThat(commands("ChangeStatus", "invalid-transition")).isEqualTo(1);
        assertThat(commands("RecordLogin", "version-conflict")).isEqualTo(1);
        assertThat(commands("RecordLogin", "user-not-found")).isEqualTo(1);
    }

    @Test
    void commitsLoadsAndTheLogAreMeasured() {
        Scrape before = settled();
        String user = register();
        for (int i = 0; i < 3; i++) {
            store.post(user + "/logins").isOk();
        }
        await().untilAsserted(() -> {
            Scrape after = Scrape.of(store);
            for (String one : new String[] {
                "userstore_append_batch_size_sum",
                "userstore_append_queue_wait_seconds_count",
                "userstore_append_commit_seconds_count",
                "userstore_events_appended_total"
            }) {
                assertThat(after.sum(one) - before.sum(one)).as(one).isEqualTo(4);
            }
            assertThat(loaded(after, "cache") - loaded(before, "cache")).isEqualTo(3);
            assertThat(after.sum("userstore_aggregates_cached")).isPositive();
            assertThat(after.sum("userstore_append_queue_length")).isZero();
            assertThat(after.sum("userstore_ready")).isEqualTo(1);
            assertThat(after.sum("userstore_locks_overdue_seconds")).isNotNaN();
        });
    }

    /** Batches are measured after their answers, those of the tests before this one, too; and no lock of theirs is left. */
    private static Scrape settled() {
        return await().until(
                        () -> Scrape.of(store),
                        scrape -> scrape.sum("userstore_events_appended_total")
                                        == node.jdbc()
                                                .queryForList("SELECT FROM event_log")
                                                .size()
                                && node.jdbc()
                                        .queryForList("SELECT FROM account_locks WHERE locked_until IS NOT NULL")
                                        .isEmpty());
    }

    /** What writes nothing takes no commit. */
    @Test
    void questionsToTheLogAreBatchesButNoCommits() {
        String user = register();
        Scrape before = settled();
        store.postJson(user + "/status", Bodies.status("ACTIVE")).isOk();

        await().untilAsserted(() -> assertThat(Scrape.of(store).sum("userstore_append_batch_size_sum"))
                .isEqualTo(before.sum("userstore_append_batch_size_sum") + 1));
        assertThat(Scrape.of(store).sum("userstore_append_commit_seconds_count"))
                .isEqualTo(before.sum("userstore_append_commit_seconds_count"));
    }

    private static double loaded(Scrape scrape, String from) {
        return scrape.sum("userstore_aggregates_loaded_total", Map.of("from", from));
    }

    @Test
    void otherNodesUsersAreReplayed() {
        TestDatabase database = TestDatabase.fresh();
        try (HttpNode one = HttpNode.on(database);
                HttpNode other = HttpNode.on(database)) {
            long id = one.client()
                    .postJson("/api/v1/users", Bodies.activeRegistration(Bodies.someEmail()))
                    .id();
            one.client().post("/api/v1/users/" + id + "/logins").isOk();
            other.client().post("/api/v1/users/" + id + "/logins").isOk();

            Scrape scrape = Scrape.of(other.client());
            assertThat(loaded(scrape, "log")).isEqualTo(1);
            assertThat(scrape.sum("userstore_events_replayed_total")).isEqualTo(2);
        }
    }

    @Test
    void consumersGetToTheEndOfTheLog() {
        register();
        double events = Scrape.of(store).sum("userstore_events_appended_total");

        await().untilAsserted(() -> {
            Scrape scrape = Scrape.of(store);
            assertThat(scrape.sum("userstore_log_head")).isGreaterThanOrEqualTo(events);
            for (String consumer : new String[] {"checkpoints", "erasures"}) {
                assertThat(scrape.sum("userstore_consumer_position", Map.of("consumer", consumer)))
                        .as(consumer)
                        .isGreaterThanOrEqualTo(events);
                assertThat(scrape.sum("userstore_consumer_lag", Map.of("consumer", consumer)))
                        .as(consumer)
                        .isZero();
            }
            assertThat(scrape.sum("userstore_consumer_lag", Map.of("consumer", "live-feed")))
                    .isNaN();
        });
    }

    @Test
    void locksAreCountedByCauseAndWhenTheyEnd() {
        String guessed = register();
        for (int i = 0; i < 7; i++) {
            store.post(guessed + "/failed-logins").isOk();
        }
        String locked = register();
        store.postJson(locked + "/status", Bodies.status("LOCKED")).isOk();
        store.postJson(locked + "/status", Bodies.status("ACTIVE")).isOk();

        await().untilAsserted(() -> {
            Scrape scrape = Scrape.of(store);
            assertThat(locks("set", "too-many-failed-logins", scrape)).isEqualTo(1);
            assertThat(locks("set", "administrator", scrape)).isEqualTo(1);
            assertThat(locks("released", "administrator", scrape)).isEqualTo(1);
            assertThat(scrape.sum("userstore_logins_refused_total")).isEqualTo(2);
        });
        await().untilAsserted(() ->
                assertThat(locks("released", "lock-expired", Scrape.of(store))).isEqualTo(1));
    }

    private static double locks(String what, String cause, Scrape scrape) {
        return scrape.sum("userstore_locks_" + what + "_total", Map.of("cause", cause));
    }

    @Test
    void requestsAreKnownByTheirRouteAndNothingElse() {
        store.get("/api/v1/users/alice@example.com").has(400);
        store.get("/alice@example.com").has(404);
        store.get("/api/v1/users?alice=bob").has(400);
        new Client(node.port(), "alice").get("/api/v1/users").has(401);

        await().untilAsserted(() -> {
            Scrape scrape = Scrape.of(store);
            assertThat(scrape.toString()).doesNotContain("alice", "spring_security");
            assertThat(scrape.sum(
                            "http_server_requests_seconds_count",
                            Map.of("method", "GET", "uri", "/api/v1/users/{id}", "status", "400")))
                    .isEqualTo(1);
            assertThat(scrape.sum("http_server_requests_seconds_count", Map.of("status", "401")))
                    .isEqualTo(1);
        });
    }
}
