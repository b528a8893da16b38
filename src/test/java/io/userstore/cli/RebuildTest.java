package io.userstore.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.userstore.TestDatabase;
import io.userstore.TestNode;
import io.userstore.TestUsers;
import io.userstore.UserStoreApplication;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.core.JdbcTemplate;

/** The operator's view of a rebuild. */
@ExtendWith(OutputCaptureExtension.class)
class RebuildTest {

    @TempDir
    private static Path folder = Path.of("");

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
    void dryRunReportsAndTouchesNothingAndTheNextOneMends(CapturedOutput output) throws IOException {
        jdbc.update("UPDATE users SET name = 'Mallory', failed_login_attempts = '3' WHERE email = 'ann@example.com'");
        List<String> before = rows();
        Path report = folder.resolve("rebuild-report.csv");

        assertThat(run("rebuild", "--dry-run", "--report", report.toString())).hasValue(1);

        assertThat(rows()).isEqualTo(before);
        assertThat(output.getOut())
                .contains(
                        "users: 1 differences (0 missing, 0 extra, 1 different)",
                        "  1 different: name ***, in the log ***; failed_login_attempts 3, in the log 0",
                        "email_reservations: 0 differences",
                        "2 events folded",
                        "All rows that differ are in " + report,
                        "Nothing was touched")
                .doesNotContain("Mallory");
        assertThat(report).hasContent("""
                table,id,kind,column,found,expected
                users,1,different,name,"***","***"
                users,1,different,failed_login_attempts,3,0
                """);
        assertThat(Files.getPosixFilePermissions(report)).isEqualTo(PosixFilePermissions.fromString("rw-------"));

        assertThat(run("rebuild", "--unmask", "--reason", "incident 7", "--report", report.toString()))
                .hasValue(0);

        assertThat(output.getOut()).contains("name Mallory, in the log Ann", "1 rows mended");
        assertThat(report).content().contains("users,1,different,name,Mallory,Ann\n");
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
    void everyRowThatDiffersIsInTheReportBeforeOneIsMended() throws IOException {
        jdbc.update("""
                INSERT INTO users (id, email, password_hash, name)
                SELECT id, 'x' || id, '', ''
                  FROM generate_series(901, 1020) AS id
                """);
        jdbc.update("UPDATE users SET name = '=1+1', password_hash = 'mine', target_role = '' WHERE id = 2");
        jdbc.update("DELETE FROM email_reservations WHERE user_id = 1");
        List<String> before = rows();
        Path report = folder.resolve("all.csv");

        assertThat(run(
                        "rebuild",
                        "--unmask",
                        "--report",
                        folder.resolve("none/all.csv").toString()))
                .hasValue(1);
        assertThat(rows()).isEqualTo(before);
        assertThat(run("rebuild", "--unmask", "--report", report.toString())).hasValue(0);

        List<String> lines = new ArrayList<>(List.of(
                "table,id,kind,column,found,expected",
                "users,2,different,password_hash,\"***\",\"***\"",
                "users,2,different,name,\"'=1+1\",Ann",
                "users,2,different,target_role,\"\","));
        for (int id = 901; id <= 1020; id++) {
            lines.add("users," + id + ",extra,,,");
        }
        lines.add("email_reservations,1,missing,,,");
        assertThat(Files.readAllLines(report)).isEqualTo(lines);
        assertThat(jdbc.queryForObject("SELECT count(*) FROM users", Long.class))
                .isEqualTo(2);
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
