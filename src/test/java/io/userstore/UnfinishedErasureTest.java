package io.userstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.userstore.eventlog.LogUnavailable;
import io.userstore.eventlog.MetaDataKeys;
import io.userstore.user.command.ChangeStatus;
import io.userstore.user.command.Erase;
import io.userstore.user.command.RecordLogin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.axonframework.messaging.MetaData;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** An erasure is not acknowledged before its end, and nothing keeps it from coming to it. */
class UnfinishedErasureTest {

    private static final TestDatabase DATABASE = TestDatabase.fresh();

    private static final Path FOLDER = Path.of(DATABASE.dataFolder());

    private static final Path LEDGER = FOLDER.resolve("ledger");

    private static TestNode node;

    @BeforeAll
    static void start() {
        node = start(LEDGER);
    }

    private static TestNode start(Path ledger) {
        return TestNode.on(
                DATABASE, "userstore.privacy.erasure-ledger=" + ledger, "userstore.event-log.cached-aggregates=0");
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    @Test
    void erasureThatCannotBeWrittenDownIsNotAcknowledgedAndIsWrittenDownLater() throws IOException {
        long id = node.<Long>send(TestUsers.user("ledger@example.com"));
        byte[] before = Files.readAllBytes(LEDGER);
        Files.delete(LEDGER);
        Files.createDirectory(LEDGER);

        assertThatThrownBy(() -> node.send(new Erase(id)))
                .hasRootCauseInstanceOf(IOException.class)
                .satisfies(failure -> assertThat(failure).isInstanceOf(LogUnavailable.class));
        Files.delete(LEDGER);
        Files.write(LEDGER, before);

        // By itself, and at the latest when it is asked for again.
        await().atMost(Duration.ofSeconds(30)).until(() -> linesOf(id, LEDGER) == 1);
        node.send(new Erase(id));
        assertThat(linesOf(id, LEDGER)).isEqualTo(1);
    }

    @Test
    void everyNodesLedgerTellsOfTheErasuresOfAll() {
        Path other = FOLDER.resolve("other");
        try (TestNode second = start(other)) {
            long id = second.<Long>send(TestUsers.user("everywhere@example.com"));

            node.send(new Erase(id));

            assertThat(linesOf(id, LEDGER)).isEqualTo(1);
            await().atMost(Duration.ofSeconds(30)).until(() -> linesOf(id, other) == 1);
        }
    }

    @Test
    void userWhoseEventsCannotBeReadCanBeErased() {
        long id = node.<Long>send(TestUsers.user("broken@example.com"));
        node.jdbc()
                .update("UPDATE event_log SET event_id = gen_random_uuid() WHERE aggregate_id = ?", Long.toString(id));
        assertThatThrownBy(() -> node.send(new RecordLogin(id))).hasStackTraceContaining("SealBroken");

        node.send(new Erase(id));

        assertThat(emailOf(id)).isEqualTo("erased-" + id + "@erased.invalid");
    }

    @Test
    void userWhoseKeyIsGoneAlreadyCanBeErased() {
        long id = node.<Long>send(TestUsers.user("keyless@example.com"));
        node.jdbc()
                .update(
                        "UPDATE data_keys SET wrapped_key = NULL, erased_at = now() WHERE aggregate_id = ?",
                        Long.toString(id));
        try (TestNode fresh = start(LEDGER)) {
            assertThat(fresh.send(
                                    new Erase(id),
                                    MetaData.with(MetaDataKeys.REASON, "asked to")
                                            .and(MetaDataKeys.SOURCE_ADDRESS, "::1"))
                            .isExceptional())
                    .isFalse();
        }

        assertThat(emailOf(id)).isEqualTo("erased-" + id + "@erased.invalid");
    }

    @Test
    void nothingPersonalIsStoredWithAnErasure() {
        long id = node.<Long>send(TestUsers.user("reason@example.com"));

        node.send(new Erase(id), MetaData.with(MetaDataKeys.REASON, "asked to").and(MetaDataKeys.ACTOR, "clerk"));

        assertThat(node.jdbc()
                        .queryForList(
                                "SELECT metadata::text FROM event_log WHERE type = 'user.erased' AND aggregate_id = ?",
                                String.class,
                                Long.toString(id)))
                .singleElement()
                .satisfies(
                        metadata -> assertThat(metadata).contains("clerk").doesNotContain("reason", "asked", "sealed"));
    }

    @Test
    void idempotencyKeyOfAnErasedUserIsNotTakenForAnotherCommand() {
        long erased = node.<Long>send(TestUsers.user("keyed@example.com"));
        long other = node.<Long>send(TestUsers.user("other@example.com"));
        MetaData key = MetaData.with(MetaDataKeys.IDEMPOTENCY_KEY, "used once");
        assertThat(node.send(new RecordLogin(erased), key).isExceptional()).isFalse();
        node.send(new Erase(erased));

        assertThat(node.send(new RecordLogin(erased), key).isExceptional()).isFalse();
        List.of(new Erase(other), new RecordLogin(other), new Erase(erased))
                .forEach(command -> assertThat(node.send(command, key).isExceptional())
                        .as("%s under the key of another command", command)
                        .isTrue());
        node.send(new ChangeStatus(other, io.userstore.user.AccountStatus.SUSPENDED));
    }

    private String emailOf(long id) {
        return java.util.Objects.requireNonNull(
                node.jdbc().queryForObject("SELECT email FROM users WHERE id = ?", String.class, id));
    }

    private static long linesOf(long id, Path ledger) {
        try {
            return Files.readAllLines(ledger).stream()
                    .filter(line -> line.startsWith(id + " "))
                    .count();
        } catch (IOException e) {
            return 0;
        }
    }
}
