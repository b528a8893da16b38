package io.userstore.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.userstore.TestDatabase;
import io.userstore.TestNode;
import io.userstore.TestUsers;
import io.userstore.UserStoreApplication;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.core.JdbcTemplate;

/** The operator's view of a rebuild. */
@ExtendWith(OutputCaptureExtension.class)
class RebuildTest {

    private static TestDatabase database;
    private static JdbcTemplate jdbc;

    @BeforeAll
    static void store() {
        database = TestDatabase.fresh();
        jdbc = new JdbcTemplate(database.superuserDataSource());
        try (TestNode node = TestNode.on(database)) {
            node.send(TestUsers.user("ann@example.com"));
            node.send(TestUsers.user("bob@example.com"));
        }
    }

    private static OptionalInt run(String... arguments) {
        return new CommandLineInterface(node -> new SpringApplicationBuilder(UserStoreApplication.class)
                        .web(WebApplicationType.NONE)
                        .run(
                                "--spring.datasource.url=" + database.url(),
                                "--spring.datasource.username=" + database.username(),
                                "--spring.datasource.password=" + database.password(),
                                "--userstore.data-dir=" + database.dataFolder(),
                                "--userstore.audit.build-tree=false"))
                .run(arguments);
    }

    private static List<String> rows() {
        return jdbc.queryForList("SELECT xmin || users::text FROM users ORDER BY id", String.class);
    }

    @Test
    void dryRunReportsAndTouchesNothingAndTheNextOneMends(CapturedOutput output) {
        jdbc.update("UPDATE users SET name = 'Mallory', failed_login_attempts = '3' WHERE email = 'ann@example.com'");
        List<String> before = rows();

        assertThat(run("rebuild", "--dry-run")).hasValue(1);

        assertThat(rows()).isEqualTo(before);
        assertThat(output.getOut())
                .contains(
                        "users: 1 differences (0 missing, 0 extra, 1 different)",
                        "  1 different: name ***, in the log ***; failed_login_attempts 3, in the log 0",
                        "email_reservations: 0 differences",
                        "2 events folded",
                        "Nothing was touched")
                .doesNotContain("Mallory");

        assertThat(run("rebuild", "--unmask", "--reason", "incident 7")).hasValue(0);

        assertThat(output.getOut()).contains("name Mallory, in the log Ann", "1 rows mended");
        assertThat(jdbc.queryForObject(
                        "SELECT count(*) FROM audit_reads WHERE purpose = 'incident 7' AND what LIKE '%unmasked'",
                        Long.class))
                .isOne();
        assertThat(jdbc.queryForList("SELECT name || failed_login_attempts FROM users", String.class))
                .containsOnly("Ann0");
        assertThat(run("rebuild", "--dry-run")).hasValue(0);
        assertThat(output.getOut()).contains("The tables are what the log says");
    }

    @Test
    void logThatThisStoreCannotFoldIsNotMendedFrom(CapturedOutput output) {
        List<String> before = rows();
        String event = """
                INSERT INTO event_log (position, aggregate_type, aggregate_id, version, event_id, type, revision,
                                       occurred_at, payload, metadata)
                VALUES (%s, 'user', '%s', %s, gen_random_uuid(), '%s', '1', now(), '{"id":%s}', '{}')
                """;

        jdbc.update(event.formatted("3", "1", "1", "user.promoted", "1"));
        assertThat(run("rebuild")).hasValue(1);
        assertThat(output.getOut()).contains("the event at position 3 is of a kind that this store does not know");

        replace(event.formatted("3", "1", "2", "user.soft-deleted", "1"));
        assertThat(run("rebuild")).hasValue(1);
        assertThat(output.getOut()).contains("the log is damaged", "stream 1 has no event of version 1");

        replace(event.formatted("3", "1", "1", "user.soft-deleted", "2"));
        assertThat(run("rebuild")).hasValue(1);
        assertThat(output.getOut()).contains("stream 1 has an event of another's");

        replace(event.formatted("3", "3", "0", "user.soft-deleted", "3"));
        assertThat(run("rebuild")).hasValue(1);
        assertThat(output.getOut()).contains("stream 3 does not begin with a registration");

        replace(event.formatted("4", "1", "1", "user.soft-deleted", "1"));
        assertThat(run("rebuild")).hasValue(1);
        assertThat(output.getOut()).contains("up to position 4 it has only 3 events of users");

        jdbc.update("DELETE FROM event_log WHERE position > 2");
        assertThat(rows()).isEqualTo(before);
    }

    private static void replace(String event) {
        jdbc.update("DELETE FROM event_log WHERE position > 2");
        jdbc.update(event);
    }
}
