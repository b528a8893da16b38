package io.userstore.privacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.userstore.TestDatabase;
import io.userstore.TestNode;
import io.userstore.TestUsers;
import io.userstore.eventlog.DatabaseFailure;
import io.userstore.user.AccountStatus;
import io.userstore.user.EmailAddress;
import io.userstore.user.PersonName;
import io.userstore.user.command.Erase;
import io.userstore.user.command.Import;
import io.userstore.user.event.Erased;
import io.userstore.user.event.Imported;
import io.userstore.user.event.Personal;
import io.userstore.user.event.Registered;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.messaging.MetaData;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

/** Keys in a database of their own, which no transaction holds together with the log. */
class KeysApartTest {

    private TestDatabase log;
    private TestDatabase keys;
    private JdbcTemplate keysByJdbc;

    @BeforeEach
    void databases() {
        log = TestDatabase.fresh();
        keys = TestDatabase.fresh();
        keysByJdbc = new JdbcTemplate(keys.dataSource());
    }

    private TestNode start() {
        return TestNode.on(log, KeysOfTheirOwn.in(keys, "logging.level.com.zaxxer.hikari=OFF"));
    }

    @Test
    void keysAreMadeAndDestroyedThereEvenIfTheNodeIsNotUpToDate() {
        try (TestNode node = start()) {
            long ann = register("ann", node);
            assertThat(tombstones()).isEmpty();
            assertThat(node.jdbc().queryForList("SELECT 1 FROM pg_tables WHERE tablename = 'data_keys'"))
                    .isEmpty();

            // Written on an assumption that is wrong, and therefore twice.
            node.jdbc().update("""
                    INSERT INTO event_log (position, event_id, type, occurred_at, payload, metadata)
                    SELECT max(position) + 1, gen_random_uuid(), 'something.else', now(), '{}', '{}' FROM event_log
                    """);
            long bob = register("bob", node);
            FreshKeys.of(log, keysByJdbc).rotation().rotate(true, (done, total) -> {});
            long carl = register("carl", node);
            node.send(new Erase(ann), SealedUsers.ORIGIN);

            assertThat(tombstones()).containsExactly(Long.toString(ann));
            assertThat(registered(ann, node).email()).isEqualTo(Personal.Erased.ERASED);
            for (long other : new long[] {bob, carl}) {
                assertThat(registered(other, node).email()).isNotEqualTo(Personal.Erased.ERASED);
            }
        }
    }

    @Test
    void erasureThatAKillCutOffIsCompletedAtTheNextStart() throws IOException {
        long ann;
        byte[] key;
        try (TestNode node = start()) {
            ann = register("ann", node);
            key = FreshKeys.of(log, keysByJdbc).wrapped(Long.toString(ann)).orElseThrow();
            node.send(new Erase(ann));
        }
        Path ledger = Path.of(log.dataFolder()).resolve("erasure-ledger");
        String entries = Files.readString(ledger);
        // As the kill would have left it, between the commit and what comes after.
        keysByJdbc.update("UPDATE data_keys SET wrapped_key = ?, erased_at = NULL WHERE wrapped_key IS NULL", key);
        Files.delete(ledger);

        try (TestNode node = start()) {
            assertThat(tombstones()).containsExactly(Long.toString(ann));
            assertThat(registered(ann, node).email()).isEqualTo(Personal.Erased.ERASED);
            assertThat(Files.readString(ledger)).isEqualTo(entries);
        }
    }

    @Test
    void erasureIsNotAnsweredBeforeTheKeyIsDestroyed() {
        try (TestNode node = start()) {
            long ann = register("ann", node);
            keys.refuseConnections();

            Throwable failure =
                    node.send(new Erase(ann), MetaData.emptyInstance()).exceptionResult();

            assertThat(DatabaseFailure.isOutage(failure)).isTrue();
            keys.acceptConnections();
            await().atMost(Duration.ofSeconds(30)).ignoreExceptions().until(() -> {
                node.send(new Erase(ann));
                return true;
            });
            assertThat(tombstones()).containsExactly(Long.toString(ann));
            assertThat(last(ann, node).getSequenceNumber()).isEqualTo(1);
        }
    }

    @Test
    void backupOfTheLogAloneTakesNoErasureBackAndKeepsNobodyOut() {
        long ann;
        long bob;
        try (TestNode node = start()) {
            ann = register("ann", node);
        }
        TestDatabase backup = log.backup();
        try (TestNode node = start()) {
            bob = register("bob", node);
            node.send(new Erase(ann));
        }
        log.restore(backup);

        try (TestNode node = start()) {
            assertThat(last(ann, node).getPayload()).isEqualTo(new Erased(ann));
            // The number that bob had is in the log's sequence once more, and so is his key, which is not for dora.
            long dora = register("dora", node);
            assertThat(dora).isNotEqualTo(bob);
            node.bean(DataKeys.class).forgetAll();
            assertThat(registered(dora, node).email().or("erased")).isEqualTo("dora@example.com");
        }
    }

    @Test
    void backupsOfBothTakeNoErasureBack() {
        long ann;
        try (TestNode node = start()) {
            ann = register("ann", node);
        }
        TestDatabase backup = log.backup();
        TestDatabase backupOfKeys = keys.backup();
        try (TestNode node = start()) {
            node.send(new Erase(ann));
        }
        log.restore(backup);
        keys.restore(backupOfKeys);

        try (TestNode node = start()) {
            assertThat(last(ann, node).getPayload()).isEqualTo(new Erased(ann));
            assertThat(tombstones()).containsExactly(Long.toString(ann));
        }
    }

    @Test
    void keyThatAKilledImportLeftIsItsUsersUnlessItWasDestroyed() {
        try (TestNode node = start()) {
            FreshKeys.of(log, keysByJdbc).make("70", 2, keysByJdbc);
            keysByJdbc.update("UPDATE data_keys SET wrapped_key = NULL, erased_at = now() WHERE aggregate_id = '701'");

            assertThat(node.send(taken(700), SealedUsers.ORIGIN).isExceptional())
                    .isFalse();
            assertThat(node.send(taken(701), SealedUsers.ORIGIN).isExceptional())
                    .isTrue();

            node.bean(DataKeys.class).forgetAll();
            assertThat(((Imported) last(700, node).getPayload()).email().or("erased"))
                    .isEqualTo("user700@example.com");
            assertThat(node.jdbc().queryForList("SELECT id FROM users", Long.class))
                    .containsExactly(700L);
        }
    }

    private static Import taken(long id) {
        Instant then = Instant.EPOCH;
        return new Import(
                id,
                EmailAddress.of("user" + id + "@example.com"),
                TestUsers.HASH,
                PersonName.of("Ann"),
                null,
                null,
                AccountStatus.ACTIVE,
                0,
                null,
                then,
                then,
                null);
    }

    private static long register(String name, TestNode node) {
        return (Long) node.send(TestUsers.user(name + "@example.com"), SealedUsers.ORIGIN)
                .getPayload();
    }

    private List<String> tombstones() {
        return keysByJdbc.queryForList(
                "SELECT aggregate_id FROM data_keys WHERE wrapped_key IS NULL AND erased_at IS NOT NULL", String.class);
    }

    private static Registered registered(long id, TestNode node) {
        return (Registered) node.bean(EventStore.class)
                .readEvents(Long.toString(id), 0)
                .next()
                .getPayload();
    }

    private static DomainEventMessage<?> last(long id, TestNode node) {
        EventStore events = node.bean(EventStore.class);
        String stream = Long.toString(id);
        return events.readEvents(stream, events.lastSequenceNumberFor(stream).orElseThrow())
                .next();
    }
}
