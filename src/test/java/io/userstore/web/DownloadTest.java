package io.userstore.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.userstore.TestDatabase;
import io.userstore.TestUsers;
import io.userstore.user.command.RecordFailedLogin;
import java.io.EOFException;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

/** The whole log over HTTP, and part of it: nobody takes the one for the other. */
class DownloadTest {

    private static final String EVENTS = "/api/v1/events";
    private static final String NDJSON = "Accept: application/x-ndjson";

    private static JdbcTemplate jdbc;
    private static HttpNode node;

    @BeforeAll
    static void fill() {
        TestDatabase database = TestDatabase.fresh();
        jdbc = new JdbcTemplate(database.superuserDataSource());
        node = HttpNode.on(database, "userstore.audit.feed.downloads=1", "userstore.lockout.limit=1000000");
        long user = node.<Long>send(TestUsers.user("ann@example.org"));
        for (int i = 0; i < 600; i++) {
            node.send(new RecordFailedLogin(user));
        }
        node.send(TestUsers.user("bob@example.org"));
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    private static int linesToTheEnd(OpenAnswer answer) throws IOException {
        int lines = 0;
        while (answer.line() != null) {
            lines++;
        }
        return lines;
    }

    @Test
    void downloadThatFailsOnItsWayIsCutOffInsteadOfEnding() throws IOException {
        try (OpenAnswer answer = OpenAnswer.get(node.port(), EVENTS, NDJSON)) {
            assertThat(linesToTheEnd(answer))
                    .isEqualTo(jdbc.queryForObject("SELECT count(*) FROM event_log", Integer.class));
        }
        jdbc.update("UPDATE event_log SET payload = replace(payload::text, 'sealed\":\"', 'sealed\":\"A')::json"
                + " WHERE position = 602");
        try (OpenAnswer answer = OpenAnswer.get(node.port(), EVENTS, NDJSON)) {
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.line()).startsWith("{\"position\":1,");

            assertThatThrownBy(() -> linesToTheEnd(answer)).isInstanceOf(EOFException.class);
            // What fails before it begins is a problem.
            node.client()
                    .get(EVENTS + "?after=601", "Accept", "application/x-ndjson")
                    .isProblem(500, "internal-error");
        } finally {
            jdbc.update("UPDATE event_log SET payload = replace(payload::text, 'sealed\":\"A', 'sealed\":\"')::json"
                    + " WHERE position = 602");
        }
        // What fails before it begins is a problem.
        node.client()
                .get(EVENTS + "?after=601", "Accept", "application/x-ndjson")
                .isOk();
    }

    @Test
    void moreDownloadsThanThereArePlacesForAreToldToComeAgain() throws IOException {
        jdbc.execute("BEGIN; INSERT INTO event_log SELECT 602 + n, aggregate_type, 'x' || n, 0, gen_random_uuid(),"
                + " 'thing.happened', '1', now(), '{}', json_build_object('actor', repeat('x', 400))"
                + " FROM event_log, generate_series(1, 30000) AS n WHERE position = 1; COMMIT");
        try (OpenAnswer answer = OpenAnswer.get(node.port(), EVENTS, NDJSON)) {
            assertThat(answer.line()).isNotEmpty();

            node.client().get(EVENTS, "Accept", "application/x-ndjson").isProblem(503, "unavailable");
            node.client().get(EVENTS).isOk();
            linesToTheEnd(answer);
        }
        node.client()
                .get(EVENTS + "?after=30000", "Accept", "application/x-ndjson")
                .isOk();
    }
}
