package io.userstore.privacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.userstore.AtOnce;
import io.userstore.TestDatabase;
import io.userstore.TestNode;
import io.userstore.TestUsers;
import io.userstore.user.EmailAddress;
import io.userstore.user.command.ChangeEmail;
import io.userstore.user.command.Erase;
import io.userstore.user.event.EmailChanged;
import io.userstore.user.event.Personal;
import io.userstore.user.event.Registered;
import java.security.GeneralSecurityException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.JdbcTemplate;

/** Another key-encryption key takes the place of the one before, while all goes on, and no key is lost. */
class KeyRotationTest {

    /** More than are rewrapped at once. */
    private static final int MANY = 600;

    private static final String INSERT =
            "INSERT INTO data_keys (aggregate_id, wrapped_key, generation) VALUES (?, ?, ?)";

    private static TestDatabase database;
    private static TestNode one;
    private static TestNode other;
    private static JdbcTemplate jdbc;
    private static int count;

    @BeforeAll
    static void start() {
        database = TestDatabase.fresh();
        one = TestNode.on(database);
        other = TestNode.on(database);
        jdbc = one.jdbc();
        // Before any of the keys are counted.
        one.bean(KeptSecret.class).findOrMake();
    }

    @AfterAll
    static void stop() {
        one.close();
        other.close();
    }

    @Test
    void everyKeyIsRewrappedAndReadByANodeThatHasOnlyTheNewOne() throws GeneralSecurityException {
        long id = newUser();
        long erased = newUser();
        one.send(new Erase(erased));
        Map<String, byte[]> many = fresh().make(unique("many") + "-", MANY, jdbc);
        List<String> wrappedBefore = wrapped();
        int generation = generation();
        List<Long> progress = new ArrayList<>();

        KeyRotation.Outcome outcome = one.bean(KeyRotation.class).rotate(true, (done, total) -> {
            assertThat(total).isEqualTo(wrappedBefore.size());
            progress.add(done);
        });

        assertThat(outcome).isEqualTo(new KeyRotation.Outcome(generation + 1, wrappedBefore.size(), 0));
        assertThat(progress).isSorted().hasSizeGreaterThan(1).endsWith((long) wrappedBefore.size());
        assertThat(wrapped()).hasSameSizeAs(wrappedBefore).doesNotContainAnyElementsOf(wrappedBefore);
        assertFinished(many);
        assertThat(fresh().wrapped(Long.toString(erased))).isEmpty();
        try (TestNode fresh = TestNode.on(database)) {
            assertThat(registered(id, fresh).email())
                    .isEqualTo(registered(id, one).email());
            assertThat(registered(erased, fresh).email()).isEqualTo(Personal.Erased.ERASED);
        }
    }

    @Test
    void olderKeyIsKeptForBackupsUnlessItIsToBeDropped() throws GeneralSecurityException {
        String stream = Long.toString(newUser());
        byte[] inTheBackup = fresh().wrapped(stream).orElseThrow();

        one.bean(KeyRotation.class).rotate(false, (done, total) -> {});

        assertThat(fresh().wrapped(stream)).isNotEqualTo(Optional.of(inTheBackup));
        assertThat(fresh().wrapping().unwrap(stream, inTheBackup).bytes())
                .isEqualTo(fresh().unwrap(stream).bytes());
        one.bean(KeyRotation.class).rotate(true, (done, total) -> {});
        assertThat(fresh().hasOlder()).isFalse();
    }

    /** Where a rotation can end before its end. */
    enum CutOff {
        AFTER_THE_NEW_KEY_WAS_MADE,
        AFTER_THE_NEW_GENERATION_HAS_BEGUN,
        AMONG_THE_DATA_KEYS,
        BEFORE_THE_OLD_KEY_IS_DROPPED;

        void rotate(FreshKeys keys) throws GeneralSecurityException {
            switch (this) {
                case AFTER_THE_NEW_KEY_WAS_MADE -> keys.keyEncryptionKey().rotate();
                case AFTER_THE_NEW_GENERATION_HAS_BEGUN -> {
                    keys.keyEncryptionKey().rotate();
                    keys.wrapping().beginGeneration();
                }
                case AMONG_THE_DATA_KEYS -> rotate(keys, 1);
                case BEFORE_THE_OLD_KEY_IS_DROPPED -> rotate(keys, Long.MAX_VALUE);
            }
        }

        private static void rotate(FreshKeys keys, long most) {
            IllegalStateException killed = new IllegalStateException("killed");
            assertThatThrownBy(() -> keys.rotation().rotate(true, (done, total) -> {
                        if (done >= Math.min(total, most)) {
                            throw killed;
                        }
                    }))
                    .isSameAs(killed);
        }
    }

    @ParameterizedTest
    @EnumSource
    void rotationThatWasCutOffIsCompletedByTheNext(CutOff cutOff) throws GeneralSecurityException {
        long before = newUser();
        Map<String, byte[]> many = fresh().make(unique("many") + "-", MANY, jdbc);
        int generation = generation();
        cutOff.rotate(fresh());
        assertThat(fresh().hasOlder()).isTrue();
        long meanwhile = newUser();

        KeyRotation.Outcome outcome = fresh().rotation().rotate(true, (done, total) -> {});

        // One that had only the older key left to drop is a new one.
        assertThat(outcome.generation())
                .isEqualTo(generation + (cutOff == CutOff.BEFORE_THE_OLD_KEY_IS_DROPPED ? 2 : 1));
        assertThat(outcome.broken()).isZero();
        assertFinished(many);
        fresh().unwrap(Long.toString(before));
        fresh().unwrap(Long.toString(meanwhile));
    }

    @Test
    void nodeThatDidNotHearOfTheRotationRegistersUsersUnderTheNewKey() throws GeneralSecurityException {
        other.send(TestUsers.user(unique("u") + "@example.com"));
        one.bean(KeyRotation.class).rotate(true, (done, total) -> {});

        long id = other.<Long>send(TestUsers.user(unique("u") + "@example.com"));

        assertThat(generations()).containsOnly(generation());
        fresh().unwrap(Long.toString(id));
    }

    @Test
    void nodeThatDidNotHearOfTheRotationReadsWhatWasRewrapped() {
        long id = newUser();
        other.bean(KeyWrapping.class).reload();
        other.bean(DataKeys.class).forgetAll();
        one.bean(KeyRotation.class).rotate(true, (done, total) -> {});

        assertThat(registered(id, other)).isEqualTo(registered(id, one));
    }

    @Test
    void generationBeginsWhenTheLastKeyOfTheOneBeforeIsIn() throws Exception {
        FreshKeys keys = fresh();
        String stream = unique("slow");
        WrappedKey wrapped = keys.wrapping().wrap(stream, DataKey.random());
        keys.keyEncryptionKey().rotate();
        CompletableFuture<Integer> next;
        try (Connection slow = database.dataSource().getConnection()) {
            slow.setAutoCommit(false);
            try (PreparedStatement insert = slow.prepareStatement(INSERT)) {
                insert.setString(1, stream);
                insert.setBytes(2, wrapped.bytes());
                insert.setInt(3, wrapped.generation());
                insert.execute();
            }
            next = CompletableFuture.supplyAsync(() -> begin(keys));
            await().atMost(Duration.ofSeconds(30)).until(() -> next.isDone() || somebodyWaitsForALock());
            assertThat(next).isNotDone();
            slow.commit();
        }

        assertThat(next.get(30, TimeUnit.SECONDS)).isEqualTo(wrapped.generation() + 1);
        fresh().rotation().rotate(true, (done, total) -> {});
        assertThat(generations()).containsOnly(generation());
        fresh().unwrap(stream);
    }

    private static int begin(FreshKeys keys) {
        try {
            return keys.wrapping().beginGeneration();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean somebodyWaitsForALock() {
        return !jdbc.queryForList("""
                        SELECT 1
                          FROM pg_stat_activity
                         WHERE datname = current_database() AND wait_event_type = 'Lock'
                        """).isEmpty();
    }

    @Test
    void wrappedKeyThatANodeHasAtHandIsFetchedAgainWhenItWasRewrapped() throws GeneralSecurityException {
        String first = Long.toString(newUser());
        String second = Long.toString(newUser());
        DataKeys keys = other.bean(DataKeys.class);
        keys.forgetAll();
        keys.find(first, List.of(first, second));
        one.bean(KeyRotation.class).rotate(true, (done, total) -> {});
        other.bean(KeyWrapping.class).reload();

        assertThat(keys.find(second, List.of()).orElseThrow().bytes())
                .isEqualTo(fresh().unwrap(second).bytes());
    }

    @Test
    void nodesThatRegisterAndEraseUsersMeanwhileNeverFailAndLoseNoKey() {
        AtomicBoolean over = new AtomicBoolean();
        List<List<Long>> users;
        try (AtOnce callers = new AtOnce()) {
            users = callers.run(5, caller -> () -> {
                if (caller == 0) {
                    try {
                        for (int i = 0; i < 5; i++) {
                            assertThat(one.bean(KeyRotation.class)
                                            .rotate(true, (done, total) -> {})
                                            .broken())
                                    .isZero();
                        }
                    } finally {
                        over.set(true);
                    }
                    return List.of();
                }
                return registerAndErase("caller" + caller, caller % 2 == 0 ? one : other, over);
            });
        }

        assertFinished(Map.of());
        other.bean(DataKeys.class).forgetAll();
        users.forEach(KeyRotationTest::assertEverySecondIsErased);
        assertThat(users.stream().mapToInt(List::size).sum()).isGreaterThan(20);
    }

    private static List<Long> registerAndErase(String name, TestNode node, AtomicBoolean over) {
        List<Long> users = new ArrayList<>();
        while (!over.get()) {
            long id = node.<Long>send(TestUsers.user(unique(name) + "@example.com"));
            node.send(new ChangeEmail(id, EmailAddress.of(id + "@" + name + ".example")));
            if (users.size() % 2 == 1) {
                node.send(new Erase(id));
            }
            users.add(id);
        }
        return users;
    }

    private static void assertEverySecondIsErased(List<Long> users) {
        for (int i = 0; i < users.size(); i++) {
            EmailChanged changed = other.bean(EventStore.class)
                    .readEvents(Long.toString(users.get(i)), 1)
                    .asStream()
                    .map(event -> (EmailChanged) event.getPayload())
                    .findFirst()
                    .orElseThrow();
            if (i % 2 == 1) {
                assertThat(changed.email()).isEqualTo(Personal.Erased.ERASED);
            } else {
                assertThat(changed.email().or("erased")).startsWith(users.get(i) + "@");
            }
        }
    }

    @Test
    void rotationsOfTwoNodesAtOnceLoseNoKey() throws GeneralSecurityException {
        Map<String, byte[]> many = fresh().make(unique("many") + "-", MANY, jdbc);
        int generation = generation();
        try (AtOnce callers = new AtOnce()) {
            for (int i = 0; i < 3; i++) {
                List<Boolean> done = callers.run(2, caller -> () -> {
                    try {
                        (caller == 0 ? one : other).bean(KeyRotation.class).rotate(true, (d, total) -> {});
                        return true;
                    } catch (IllegalStateException e) {
                        assertThat(e).hasMessageContaining("another rotation");
                        return false;
                    }
                });
                assertThat(done).contains(true);
            }
        }

        assertThat(generation()).isGreaterThan(generation);
        assertFinished(many);
    }

    @Test
    void brokenKeyIsReportedAndTheOldKeyKeptUntilItIsMended() throws GeneralSecurityException {
        String stream = Long.toString(newUser());
        byte[] whole = fresh().wrapped(stream).orElseThrow();
        byte[] broken = Flipped.bits(whole).get(8 * 20);
        setWrapped(stream, broken);
        Map<String, byte[]> many = fresh().make(unique("many") + "-", 3, jdbc);

        KeyRotation.Outcome outcome = one.bean(KeyRotation.class).rotate(true, (done, total) -> {});

        assertThat(outcome.broken()).isEqualTo(1);
        assertThat(fresh().wrapped(stream)).contains(broken);
        assertThat(fresh().hasOlder()).isTrue();
        for (String each : many.keySet()) {
            assertThat(fresh().unwrap(each).bytes()).isEqualTo(many.get(each));
        }

        setWrapped(stream, whole);
        outcome = one.bean(KeyRotation.class).rotate(true, (done, total) -> {});

        assertThat(outcome).isEqualTo(new KeyRotation.Outcome(generation(), 1, 0));
        assertFinished(many);
        fresh().unwrap(stream);
    }

    @Test
    void keyThatIsDestroyedWhileItIsBeingRewrappedStaysSo() {
        FreshKeys keys = fresh();
        String stream = Long.toString(newUser());
        List<WrappedKey> old = keys.database().older(generation() + 1, "", Integer.MAX_VALUE).stream()
                .filter(key -> key.stream().equals(stream))
                .toList();
        one.send(new Erase(Long.parseLong(stream)));

        keys.database().replace(old, old);

        assertThat(keys.wrapped(stream)).isEqualTo(Optional.empty());
    }

    private static FreshKeys fresh() {
        return FreshKeys.of(database, jdbc);
    }

    private static void assertFinished(Map<String, byte[]> keys) {
        FreshKeys fresh = fresh();
        assertThat(fresh.hasOlder()).isFalse();
        assertThat(generations()).containsOnly(generation());
        keys.forEach((stream, key) -> {
            try {
                assertThat(fresh.unwrap(stream).bytes()).isEqualTo(key);
            } catch (GeneralSecurityException e) {
                throw new AssertionError(stream, e);
            }
        });
    }

    private static int generation() {
        return one.bean(KeyDatabase.class).newestGeneration().orElseThrow().number();
    }

    /** Of the keys that are there. */
    private static List<Integer> generations() {
        return jdbc.queryForList(
                "SELECT DISTINCT generation FROM data_keys WHERE wrapped_key IS NOT NULL", Integer.class);
    }

    private static List<String> wrapped() {
        return jdbc.queryForList(
                "SELECT encode(wrapped_key, 'hex') FROM data_keys WHERE wrapped_key IS NOT NULL", String.class);
    }

    private static void setWrapped(String stream, byte[] wrapped) {
        jdbc.update("UPDATE data_keys SET wrapped_key = ? WHERE aggregate_id = ?", wrapped, stream);
    }

    private static Registered registered(long id, TestNode node) {
        return (Registered) node.bean(EventStore.class)
                .readEvents(Long.toString(id), 0)
                .next()
                .getPayload();
    }

    private static long newUser() {
        return one.<Long>send(TestUsers.user(unique("u") + "@example.com"));
    }

    private static synchronized String unique(String prefix) {
        return prefix + count++;
    }
}
