package io.userstore.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.userstore.TestDatabase;
import io.userstore.TestNode;
import io.userstore.TestUsers;
import io.userstore.UserStoreApplication;
import io.userstore.audit.tree.FindCheckpoint;
import io.userstore.audit.tree.FindVerifierKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalInt;
import org.axonframework.queryhandling.QueryGateway;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.core.JdbcTemplate;

/** An auditor's commands, on a store that was closed and one that was tampered with. */
@ExtendWith(OutputCaptureExtension.class)
class VerifyingCommandsTest {

    @TempDir
    private static Path folder = Path.of("");

    private static TestDatabase database;
    private static Path kept = folder;
    private static String key = "";

    @BeforeAll
    static void storeWithACheckpoint() throws IOException {
        database = TestDatabase.fresh();
        String note;
        try (TestNode node = TestNode.on(database)) {
            node.send(TestUsers.user("ann@example.com"));
            node.send(TestUsers.user("bob@example.com"));
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> node.ask(new FindCheckpoint(), String.class).stream()
                            .anyMatch(found -> found.contains("\n2\n")));
            note = node.ask(new FindCheckpoint(), String.class).orElseThrow();
            key = node.bean(QueryGateway.class)
                    .query(new FindVerifierKey(), String.class)
                    .join();
        }
        kept = folder.resolve("kept");
        Files.writeString(kept, note);
    }

    private static OptionalInt run(String... arguments) {
        return new CommandLineInterface(node -> {
                    assertThat(node.serves()).isFalse();
                    return new SpringApplicationBuilder(UserStoreApplication.class)
                            .web(WebApplicationType.NONE)
                            .run(
                                    "--spring.datasource.url=" + database.url(),
                                    "--spring.datasource.username=" + database.username(),
                                    "--spring.datasource.password=" + database.password(),
                                    "--userstore.data-dir=" + database.dataFolder(),
                                    "--userstore.audit.build-tree=false");
                })
                .run(arguments);
    }

    @Test
    void wholeLogIsVerifiedAndItsExportWithoutTheDatabase(CapturedOutput output) {
        String export = folder.resolve("log.ndjson").toString();

        assertThat(run("verify-log", "--checkpoint", kept.toString(), "--key", key))
                .hasValue(0);
        assertThat(run("export", "--format", "ndjson", "--output", export)).hasValue(0);
        assertThat(run("verify-export", export, "--checkpoint", kept.toString(), "--key", key))
                .hasValue(0);

        assertThat(output.getOut())
                .contains("OK: 2 events", "stored checkpoints agree, and so does the one you kept", "2 events are in")
                .contains("OK: 2 events of the export are in the checkpoint, 0 come after it");
    }

    @Test
    void damageIsNamedAndIsOne(CapturedOutput output) {
        JdbcTemplate superuser = new JdbcTemplate(database.superuserDataSource());
        superuser.update("UPDATE event_log SET type = 'user.restored' WHERE position = 2");

        assertThat(run("verify-log", "--checkpoint", kept.toString())).hasValue(1);

        superuser.update("UPDATE event_log SET type = 'user.registered' WHERE position = 2");
        assertThat(output.getOut()).contains("LOG: the event at position 2 is not the one that was signed", "DAMAGED");
    }

    @Test
    void whatIsNoCheckpointOrNoKeyIsWrongUsage() throws IOException {
        Path none = Files.writeString(folder.resolve("none"), "nothing signed\n");

        assertThat(run("verify-log", "--checkpoint", none.toString())).hasValue(2);
        assertThat(run("verify-log", "--key", "a+b+c")).hasValue(2);
        assertThat(run("verify-export", none.toString(), "--checkpoint", none.toString()))
                .hasValue(2);
        assertThat(run("verify-export", kept.toString(), "--checkpoint", kept.toString(), "--key", "a+b+c"))
                .hasValue(2);
        assertThat(run("verify-export", kept.toString(), "--checkpoint", kept.toString()))
                .hasValue(1);
    }

    @Test
    void fileThatCannotBeReadIsWrongUsageToo() throws IOException {
        String missing = folder.resolve("missing").toString();
        Path noText = Files.write(folder.resolve("no-text"), new byte[] {(byte) 0xff, '\n'});

        assertThat(run("verify-log", "--checkpoint", missing)).hasValue(2);
        assertThat(run("verify-log", "--checkpoint", noText.toString())).hasValue(2);
        assertThat(run("verify-export", missing, "--checkpoint", kept.toString()))
                .hasValue(2);
        assertThat(run("verify-export", folder.toString(), "--checkpoint", kept.toString()))
                .hasValue(2);
        assertThat(run("verify-export", kept.toString(), "--checkpoint", missing))
                .hasValue(2);
        assertThat(run("verify-export", noText.toString(), "--checkpoint", kept.toString()))
                .hasValue(1);
    }

    @Test
    void keyUnderAnotherNameIsAnotherKeyForBothVerifiers(CapturedOutput output) throws IOException {
        String renamed = Files.readString(kept).replaceFirst("\\A[^\n]+", "elsewhere.example");
        Path other = Files.writeString(folder.resolve("renamed"), renamed);

        assertThat(run("verify-log", "--checkpoint", other.toString(), "--key", key))
                .hasValue(1);
        assertThat(run("verify-export", kept.toString(), "--checkpoint", other.toString(), "--key", key))
                .hasValue(1);
        assertThat(output.getOut())
                .contains("the kept checkpoint is not signed by " + key, "the checkpoint is not signed by this key");
    }

    @Test
    void exportReplacesAFileOnlyOnceItIsWholeAndIsOnRecord() throws IOException {
        Path export = Files.writeString(folder.resolve("again.ndjson"), "the last one\n");
        Path unfinished = Files.createDirectory(folder.resolve("again.ndjson.unfinished"));
        Path inTheWay = Files.createFile(unfinished.resolve("in the way"));
        assertThat(run("export", "--format", "ndjson", "--output", export.toString()))
                .hasValue(1);
        assertThat(export).hasContent("the last one\n");
        Files.delete(inTheWay);

        assertThat(run("export", "--format", "ndjson", "--output", export.toString(), "--reason", "yearly review"))
                .hasValue(0);

        assertThat(Files.readAllLines(export)).hasSize(2);
        assertThat(unfinished).doesNotExist();
        assertThat(new JdbcTemplate(database.superuserDataSource())
                        .queryForObject(
                                "SELECT count(*) FROM audit_reads WHERE user_id IS NULL AND what = 'export of the log'"
                                        + " AND purpose = 'yearly review'",
                                Long.class))
                .isEqualTo(1);
    }
}
