package io.userstore.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.JdbcTemplate;

/** Nobody reads events without a record of it, and nothing is answered before. */
class ReadsOnRecordTest extends HttpTest {

    private static final String EVENTS = "/api/v1/events?after=0";
    private static final JdbcTemplate DATABASE_ITSELF = new JdbcTemplate(DATABASE.dataSource());

    private final String purpose = "ticket " + UUID.randomUUID() + " \u00e4\u20ac";

    private List<Map<String, Object>> record() {
        return DATABASE_ITSELF.queryForList("SELECT * FROM audit_reads WHERE purpose = ?", purpose);
    }

    /** As the header wants it: its bytes, one character each. */
    private String header() {
        return new String(
                purpose.getBytes(java.nio.charset.StandardCharsets.UTF_8),
                java.nio.charset.StandardCharsets.ISO_8859_1);
    }

    @ParameterizedTest
    @CsvSource({
        "application/json, 'events after 0, type user.registered'",
        "application/x-ndjson, 'events after 0, type user.registered up to '",
        "text/event-stream, 'events after 0, type user.registered and live'"
    })
    void readIsOnRecordByTheTimeItIsAnswered(String form, String what) throws Exception {
        store.postJson("/api/v1/users", Bodies.registration()).has(201);

        try (OpenAnswer request =
                OpenAnswer.get(port, EVENTS + "&type=user.registered", "Accept: " + form, "X-Reason: " + header())) {
            assertThat(request.status()).isEqualTo(200);

            assertThat(record()).hasSize(1);
        }
        assertThat(record().get(0)).containsEntry("actor", TestTokens.ACTOR).containsEntry("user_id", null);
        assertThat(String.valueOf(record().get(0).get("what"))).startsWith(what);
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json", "application/x-ndjson", "text/event-stream"})
    void readThatCannotBeRecordedIsNotAnswered(String form) {
        store.postJson("/api/v1/users", Bodies.registration()).has(201);
        DATABASE_ITSELF.execute("ALTER TABLE audit_reads RENAME TO audit_reads_away");
        try {
            Answer refused = store.get(EVENTS, "Accept", form).isProblem(503, "unavailable");

            assertThat(refused.header("Retry-After")).isNotEmpty();
            assertThat(refused.body()).doesNotContain("user.registered");
        } finally {
            DATABASE_ITSELF.execute("ALTER TABLE audit_reads_away RENAME TO audit_reads");
        }
        store.get(EVENTS).isOk();
    }

    @Test
    void refusedReadIsNoRead() {
        store.get("/api/v1/events?after=x", "X-Reason", header()).has(400);
        anonymous
                .with(TestTokens.allBut(Scope.AUDIT_READ))
                .get(EVENTS, "X-Reason", header())
                .has(403);

        assertThat(record()).isEmpty();
    }
}
