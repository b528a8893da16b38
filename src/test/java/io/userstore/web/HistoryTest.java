package io.userstore.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.JsonNode;

class HistoryTest extends HttpTest {

    @Autowired
    @SuppressWarnings("NullAway.Init")
    private JdbcTemplate jdbc;

    private final String email = Bodies.someEmail();
    private final String otherEmail = Bodies.someEmail();
    private String user = "";
    private long id;
    private Client masked = store;

    @BeforeEach
    void liveALittle() {
        masked = anonymous.with(TestTokens.allBut(Scope.AUDIT_UNMASK));
        id = store.postJson("/api/v1/users", """
                        {"email": "%s", "passwordHash": "%s", "name": "Ann", "targetRole": "Carpenter",
                         "accountStatus": "ACTIVE"}""".formatted(email, Bodies.HASH), "X-Reason", "walked in")
                .has(201)
                .id();
        user = "/api/v1/users/" + id;
        store.post(user + "/failed-logins").isOk();
        store.putJson(user + "/email", "{\"email\": \"" + otherEmail + "\"}").isOk();
        store.putJson(user + "/profile", "{\"name\": \"Anna\", \"experienceLevel\": \"LEAD\"}")
                .isOk();
        store.delete(user).has(204);
    }

    @Test
    void historySaysWhoChangedWhatWhenAndWhy() {
        JsonNode items = store.get(user + "/history").isOk().json().required("items");

        assertThat(items).hasSize(5);
        JsonNode first = items.get(0);
        assertThat(first.required("version").asLong()).isZero();
        assertThat(first.required("type").asString()).isEqualTo("user.registered");
        assertThat(first.required("revision").asString()).isEqualTo("1");
        assertThat(first.required("actor").asString()).isEqualTo(TestTokens.ACTOR);
        assertThat(first.required("reason").asString()).isEqualTo("walked in");
        assertThat(first.required("correlationId").asString()).isNotBlank();
        assertThat(changes(first))
                .containsEntry("email", "null -> \"" + email + "\"")
                .containsEntry("passwordHash", "null -> \"$2b$12$***\"")
                .containsEntry("targetRole", "null -> \"Carpenter\"")
                .containsEntry("accountStatus", "null -> \"ACTIVE\"")
                .containsEntry("failedLoginAttempts", "null -> 0")
                .doesNotContainKeys("experienceLevel", "deletedAt", "lastLoginAt");
        assertThat(items.get(1).required("reason").isNull()).isTrue();
        assertThat(changes(items.get(1))).isEqualTo(Map.of("failedLoginAttempts", "0 -> 1"));
        assertThat(changes(items.get(2))).isEqualTo(Map.of("email", quoted(email) + " -> " + quoted(otherEmail)));
        assertThat(changes(items.get(3)))
                .isEqualTo(Map.of(
                        "name", "\"Ann\" -> \"Anna\"",
                        "targetRole", "\"Carpenter\" -> null",
                        "experienceLevel", "null -> \"LEAD\""));
        assertThat(changes(items.get(4)))
                .isEqualTo(Map.of("deletedAt", "null -> " + items.get(4).required("occurredAt")));
        for (int i = 0; i < items.size(); i++) {
            Map<String, Object> stored = jdbc.queryForMap(
                    "SELECT position, to_char(occurred_at AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US') AS at"
                            + " FROM event_log WHERE aggregate_id = ? AND version = ?",
                    Long.toString(id),
                    i);
            assertThat(items.get(i).required("position").asLong()).isEqualTo(stored.get("position"));
            assertThat(((String) stored.get("at")))
                    .startsWith(items.get(i).required("occurredAt").asString().replace("Z", ""));
        }
    }

    private static Map<String, String> changes(JsonNode item) {
        Map<String, String> changes = new TreeMap<>();
        item.required("changes")
                .properties()
                .forEach(change -> changes.put(
                        change.getKey(),
                        change.getValue().required("from") + " -> "
                                + change.getValue().required("to")));
        return changes;
    }

    private static String quoted(String text) {
        return '"' + text + '"';
    }

    @Test
    void namesAndAddressesAreMaskedWithoutTheScopeToSeeThem() {
        Answer answer = masked.get(user + "/history").isOk();

        assertThat(answer.body()).doesNotContain(email, otherEmail, "\"Ann\"", "\"Anna\"", Bodies.HASH);
        assertThat(changes(answer.json().required("items").get(3))).containsEntry("name", "\"A***\" -> \"A***\"");
        JsonNode then = masked.get(user + "?version=1").isOk().json();
        assertThat(then.required("name").asString()).isEqualTo("A***");
        assertThat(then.required("email").asString()).isNotEqualTo(email).contains("***@");
    }

    @Test
    void pagesHaveEachEventOnceInEitherOrder() {
        for (int limit = 1; limit <= 6; limit++) {
            assertThat(versions("?limit=" + limit)).containsExactly(0L, 1L, 2L, 3L, 4L);
            assertThat(versions("?newestFirst=true&limit=" + limit)).containsExactly(4L, 3L, 2L, 1L, 0L);
        }
        JsonNode oldest = store.get(user + "/history?limit=5").isOk().json();
        JsonNode newest = store.get(user + "/history?newestFirst=true").isOk().json();
        for (int i = 0; i < 5; i++) {
            assertThat(newest.required("items").get(i))
                    .isEqualTo(oldest.required("items").get(4 - i));
        }
        assertThat(versions("?after=" + Long.MAX_VALUE)).isEmpty();
        assertThat(versions("?newestFirst=true&after=0")).isEmpty();
    }

    private List<Long> versions(String query) {
        List<Long> versions = new ArrayList<>();
        String next = query;
        while (true) {
            JsonNode page = store.get(user + "/history" + next).isOk().json();
            page.required("items")
                    .forEach(item -> versions.add(item.required("version").asLong()));
            if (page.required("next").isNull()) {
                return versions;
            }
            assertThat(versions).hasSizeLessThan(10);
            next = query + "&after=" + page.required("next").asLong();
        }
    }

    @Test
    void usersAreThereAsTheyWere() {
        JsonNode registered = store.get(user + "?version=0").isOk().json();
        assertThat(registered.required("email").asString()).isEqualTo(email);
        assertThat(registered.required("targetRole").asString()).isEqualTo("Carpenter");
        assertThat(registered.required("version").asLong()).isZero();
        assertThat(store.get(user + "?version=4").isOk().json())
                .isEqualTo(store.get(user + "?includeDeleted=true").isOk().json());
        store.get(user + "?version=5").isProblem(404, "user-not-found");
        List<String> times = new ArrayList<>();
        store.get(user + "/history")
                .json()
                .required("items")
                .forEach(item -> times.add(item.required("occurredAt").asString()));
        for (int version = 0; version < 5; version++) {
            assertThat(store.get(user + "?asOf=" + times.get(version)).isOk().json())
                    .isEqualTo(store.get(user + "?version=" + version).isOk().json());
        }
        store.get(user + "?asOf=2020-01-01T00:00:00Z").isProblem(404, "user-not-found");
        store.get("/api/v1/users/" + Long.MAX_VALUE + "?version=0").isProblem(404, "user-not-found");
        store.get("/api/v1/users/" + Long.MAX_VALUE + "/history").isProblem(404, "user-not-found");
    }

    @Test
    void pastTakesTheScopeOfAuditorsAndThePresentThatOfReaders() {
        Client auditor = anonymous.with(TestTokens.only(Scope.AUDIT_READ));
        Client reader = anonymous.with(TestTokens.only(Scope.USERS_READ));
        for (String past : List.of("?version=0", "?asOf=2090-01-01T00:00:00Z", "?v%65rsion=0", "?version=&version=0")) {
            reader.get(user + past).isProblem(403, "forbidden");
            assertThat(auditor.get(user + past).status()).describedAs(past).isIn(200, 400);
        }
        auditor.get(user).isProblem(403, "forbidden");
        auditor.get(user + "?includeDeleted=true").isProblem(403, "forbidden");
        reader.get(user + "?includeDeleted=true").isOk();
        reader.get(user + "/history").isProblem(403, "forbidden");
    }

    @Test
    void whatMeansNothingIsRefused() {
        store.get(user + "?version=0&asOf=2030-01-01T00:00:00Z").isInvalid("asOf");
        store.get(user + "?version=-1").isInvalid("version");
        store.get(user + "?asOf=yesterday").isInvalid("asOf");
        store.get(user + "/history?limit=0").isInvalid("limit");
        store.get(user + "/history?limit=501").isInvalid("limit");
        store.get(user + "/history?after=x&newestFirst=1").isInvalid("after", "newestFirst");
        store.get(user + "/history?page=2").isInvalid("page");
    }

    @Test
    void readsAreOnRecordWithTheirPurpose() {
        store.get(user + "/history?limit=2&newestFirst=true", "X-Reason", "ticket 7")
                .isOk();
        masked.get(user + "?version=1").isOk();
        masked.get(user + "?asOf=2090-01-01T00:00:00Z").isOk();
        store.get(user + "?version=77").isProblem(404, "user-not-found");
        store.get(user + "?includeDeleted=true").isOk();

        assertThat(jdbc.queryForList(
                        "SELECT actor || ': ' || what || ', ' || coalesce(purpose, '-') FROM audit_reads"
                                + " WHERE user_id = ? ORDER BY id",
                        String.class,
                        id))
                .containsExactly(
                        TestTokens.ACTOR + ": history, 2 newest, unmasked, ticket 7",
                        TestTokens.allBut(Scope.AUDIT_UNMASK) + ": profile at version 1, -",
                        TestTokens.allBut(Scope.AUDIT_UNMASK) + ": profile as of 2090-01-01T00:00:00Z, -",
                        TestTokens.ACTOR + ": profile at version 77, unmasked, -");
    }

    @Test
    void whatCannotBeRecordedIsNotAnswered() {
        jdbc.execute("ALTER TABLE audit_reads RENAME TO audit_reads_away");
        try {
            for (String read : List.of("/history", "?version=0", "?asOf=2090-01-01T00:00:00Z")) {
                assertThat(store.get(user + read).isProblem(503, "unavailable").body())
                        .doesNotContain(email);
            }
        } finally {
            jdbc.execute("ALTER TABLE audit_reads_away RENAME TO audit_reads");
        }
    }

    @Test
    void erasedUsersHaveAHistoryWithoutThePerson() {
        store.post(user + "/erasure").has(204);
        Answer history = store.get(user + "/history").isOk();

        assertThat(history.body()).doesNotContain(email, otherEmail, "\"Ann", "Carpenter", "walked in");
        JsonNode items = history.json().required("items");
        assertThat(items).hasSize(6);
        assertThat(items.get(0).required("reason").asString()).isEqualTo("erased");
        assertThat(changes(items.get(2))).isEqualTo(Map.of("email", "\"erased\" -> \"erased\""));
        assertThat(changes(items.get(1))).isEqualTo(Map.of("failedLoginAttempts", "0 -> 1"));
        assertThat(store.get(user + "?version=2").isOk().json().required("name").asString())
                .isEqualTo("erased");
        JsonNode masks = masked.get(user + "?version=5").isOk().json();
        assertThat(masks.required("name").asString()).isEqualTo("erased");
        assertThat(masks.required("email").asString()).isEqualTo("erased-" + id + "@erased.invalid");
        assertThat(changes(
                        masked.get(user + "/history").json().required("items").get(5)))
                .containsEntry("passwordHash", "\"erased\" -> \"erased\"");
    }
}
