package io.userstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.userstore.directory.FindUser;
import io.userstore.directory.FindUserAtVersion;
import io.userstore.directory.UserView;
import io.userstore.eventlog.MetaDataKeys;
import io.userstore.user.AccountStatus;
import io.userstore.user.EmailAddress;
import io.userstore.user.ExperienceLevel;
import io.userstore.user.PasswordHash;
import io.userstore.user.PersonName;
import io.userstore.user.TargetRole;
import io.userstore.user.UserRejected;
import io.userstore.user.command.ChangeEmail;
import io.userstore.user.command.ChangePassword;
import io.userstore.user.command.ChangeProfile;
import io.userstore.user.command.ChangeStatus;
import io.userstore.user.command.Erase;
import io.userstore.user.command.RecordFailedLogin;
import io.userstore.user.command.RecordLogin;
import io.userstore.user.command.Register;
import io.userstore.user.command.Restore;
import io.userstore.user.command.SoftDelete;
import io.userstore.user.event.Erased;
import io.userstore.user.event.Personal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.axonframework.commandhandling.CommandResultMessage;
import org.axonframework.common.caching.Cache;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.messaging.MetaData;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;

/** Once a user is erased nothing says who it was, on any node; that it was there, and when what happened, stays. */
class ErasureTest {

    private static final MetaData ORIGIN = MetaData.with(MetaDataKeys.REASON, "Ann Onymous asked for it")
            .and(MetaDataKeys.ON_BEHALF_OF, "Ann Onymous asked on the phone")
            .and(MetaDataKeys.SOURCE_ADDRESS, "2001:db8::a");

    private static TestNode one;
    private static TestNode other;
    private static JdbcTemplate jdbc;
    private static int count;

    @BeforeAll
    static void start() {
        TestDatabase database = TestDatabase.fresh();
        one = TestNode.on(database, "userstore.event-log.snapshot-threshold=6");
        other = TestNode.on(database);
        jdbc = one.jdbc();
    }

    @AfterAll
    static void stop() {
        one.close();
        other.close();
    }

    @Test
    void rowOfAnErasedUserIsExactlyTheContracts() {
        String password = "correct horse";
        PasswordHash hash = PasswordHash.of(new BCryptPasswordEncoder().encode(password));
        long id = one.<Long>send(new Register(
                EmailAddress.of(unique("ann") + "@example.com"),
                hash,
                PersonName.of("Ann Onymous"),
                TargetRole.of("Architect"),
                ExperienceLevel.MID,
                AccountStatus.ACTIVE));
        one.send(new RecordLogin(id));
        one.send(new RecordFailedLogin(id));
        Map<String, Object> before = row(id);

        one.send(new Erase(id));

        Map<String, Object> after = row(id);
        assertThat(after)
                .containsEntry("email", "erased-" + id + "@erased.invalid")
                .containsEntry("name", "erased")
                .containsEntry("target_role", null)
                .containsEntry("experience_level", null)
                .containsEntry("deleted_at", after.get("updated_at"))
                .hasEntrySatisfying("deleted_at", at -> assertThat(at).isNotNull());
        for (String kept : List.of("id", "created_at", "account_status", "failed_login_attempts", "last_login_at")) {
            assertThat(after).containsEntry(kept, before.get(kept));
        }
        assertNoPasswordMatches(String.valueOf(after.get("password_hash")), password);
    }

    private static void assertNoPasswordMatches(String hash, String password) {
        BCryptPasswordEncoder encoder = new BCryptPasswordEncoder();
        assertThat(hash).matches("\\$2b\\$10\\$[./A-Za-z0-9]{53}");
        for (String each : List.of(password, "", "erased", "\0")) {
            assertThat(encoder.matches(each, hash)).isFalse();
        }
        // No hash of any password ends like that: of the last character's six bits, the last two are always zero.
        assertThat(encoder.encode(password)).matches(".*[.CGKOSWaeimquy26]");
        assertThat(hash).doesNotMatch(".*[.CGKOSWaeimquy26]");
    }

    @Test
    void nothingInTheDatabaseSaysWhoItWas() {
        String name = unique("Onymous");
        long id = longLife(name);
        assertThat(mentions(name)).contains("users", "email_reservations");

        assertThat(one.send(new Erase(id), ORIGIN).isExceptional()).isFalse();

        assertThat(mentions(name)).isEmpty();
        assertThat(mentions("Onymous asked")).isEmpty();
        assertThat(jdbc.queryForList("SELECT 1 FROM snapshots WHERE aggregate_id = ?", Long.toString(id)))
                .isEmpty();
        assertThat(jdbc.queryForList(
                        "SELECT concat_ws(' ', wrapped_key, erased_at IS NOT NULL) FROM data_keys WHERE aggregate_id = ?",
                        String.class,
                        Long.toString(id)))
                .containsExactly("t");
    }

    @Test
    void eventsAreReplayedAsOftenAndInTheSameOrderWithoutWhatWasPersonal() {
        long id = longLife(unique("Onymous"));
        List<DomainEventMessage<?>> before = events(id, one);
        before.forEach(event -> assertThat(personal(event)).doesNotContain(Personal.Erased.ERASED));

        assertThat(one.send(new Erase(id), ORIGIN).isExceptional()).isFalse();

        List<DomainEventMessage<?>> after = events(id, one);
        assertThat(after).hasSize(before.size() + 1);
        for (int i = 0; i < before.size(); i++) {
            DomainEventMessage<?> was = before.get(i);
            DomainEventMessage<?> is = after.get(i);
            assertThat(is.getIdentifier()).isEqualTo(was.getIdentifier());
            assertThat(is.getSequenceNumber()).isEqualTo(was.getSequenceNumber());
            assertThat(is.getPayloadType()).isEqualTo(was.getPayloadType());
            assertThat(is.getTimestamp()).isEqualTo(was.getTimestamp());
            assertThat(is.getMetaData().get(MetaDataKeys.CAUSATION_ID))
                    .isEqualTo(was.getMetaData().get(MetaDataKeys.CAUSATION_ID));
            assertThat(personal(is)).hasSameSizeAs(personal(was)).containsOnly(Personal.Erased.ERASED);
        }
        DomainEventMessage<?> last = after.get(before.size());
        assertThat(last.getPayload()).isEqualTo(new Erased(id));
        assertThat(personal(last)).as("nothing of it is stored").isEmpty();
    }

    @Test
    void otherUsersStayAsTheyAre() {
        long id = longLife(unique("Onymous"));
        long bystander = longLife(unique("Bystander"));
        Map<String, Object> before = row(bystander);
        List<List<Object>> saidBefore =
                events(bystander, one).stream().map(ErasureTest::personal).toList();

        one.send(new Erase(id));

        assertThat(row(bystander)).isEqualTo(before);
        assertThat(events(bystander, one).stream().map(ErasureTest::personal).toList())
                .isEqualTo(saidBefore);
        one.send(new ChangeEmail(bystander, EmailAddress.of(unique("moved") + "@example.com")));
    }

    @Test
    void addressIsFreeAgainInAnySpelling() {
        String name = unique("Free");
        long id = one.<Long>send(TestUsers.user(name + "@example.com"));
        one.send(new Erase(id));

        long next = other.<Long>send(TestUsers.user(name.toUpperCase(Locale.ROOT) + "@example.com"));

        assertThat(next).isNotEqualTo(id);
        one.send(new Erase(next));
        one.send(TestUsers.user(name + "@example.com"));
    }

    @Test
    void otherNodeForgetsWhomItKnew() {
        long id = other.<Long>send(TestUsers.user(unique("known") + "@example.com"));
        other.send(new RecordLogin(id));
        assertThat(other.bean(Cache.class).containsKey(Long.toString(id))).isTrue();
        assertThat(events(id, other)).noneMatch(event -> personal(event).contains(Personal.Erased.ERASED));
        assertThat(atRegistration(id, other).name()).isEqualTo("Ann");

        one.send(new Erase(id));

        // Sooner than the node would have forgotten by itself.
        await().atMost(Duration.ofSeconds(8))
                .until(() -> atRegistration(id, other).name().equals("erased")
                        && !other.bean(Cache.class).containsKey(Long.toString(id))
                        && personal(events(id, other).get(0)).contains(Personal.Erased.ERASED));
        assertThat(atRegistration(id, other).email()).isEqualTo("erased-" + id + "@erased.invalid");
    }

    @Test
    void nodeThatErasesForgetsAtOnce() {
        long id = one.<Long>send(TestUsers.user(unique("known") + "@example.com"));
        one.send(new RecordLogin(id));
        assertThat(atRegistration(id, one).name()).isEqualTo("Ann");

        one.send(new Erase(id));

        assertThat(atRegistration(id, one).name()).isEqualTo("erased");
        assertThat(personal(events(id, one).get(0))).containsOnly(Personal.Erased.ERASED);
    }

    @Test
    void erasedUserTakesNoCommandAnyMore() {
        long id = one.<Long>send(TestUsers.user(unique("gone") + "@example.com"));
        one.send(new Erase(id));
        int events = events(id, one).size();

        for (TestNode node : List.of(one, other)) {
            for (Object command : List.of(
                    new Restore(id),
                    new SoftDelete(id),
                    new ChangeStatus(id, AccountStatus.SUSPENDED),
                    new ChangeProfile(id, PersonName.of("Ann"), null, null),
                    new ChangeEmail(id, EmailAddress.of("gone@example.com")),
                    new ChangePassword(id, TestUsers.HASH),
                    new RecordLogin(id),
                    new RecordFailedLogin(id))) {
                UserRejected rejection = catchThrowableOfType(UserRejected.class, () -> node.send(command));

                assertThat(rejection.code()).as("%s", command).isEqualTo(UserRejected.Code.USER_DELETED);
            }
        }
        assertThat(events(id, one)).hasSize(events);
        assertThat(one.ask(new FindUser(id, false), UserView.class)).isEmpty();
    }

    @Test
    void userIsErasedOnceHoweverOftenItIsAsked() {
        long id = one.<Long>send(TestUsers.user(unique("twice") + "@example.com"));

        for (TestNode node : List.of(one, one, other, other)) {
            assertThat(node.send(new Erase(id), MetaData.emptyInstance()).isExceptional())
                    .isFalse();
        }

        assertThat(events(id, one)).hasSize(2);
    }

    @Test
    void deletedUserCanBeErased() {
        long id = one.<Long>send(TestUsers.user(unique("deleted") + "@example.com"));
        one.send(new SoftDelete(id));

        one.send(new Erase(id));

        assertThat(row(id)).containsEntry("name", "erased");
        assertThat(catchThrowableOfType(UserRejected.class, () -> one.send(new Restore(id)))
                        .code())
                .isEqualTo(UserRejected.Code.USER_DELETED);
    }

    @Test
    void userThatIsNotThereIsNotErased() {
        assertThat(catchThrowableOfType(UserRejected.class, () -> one.send(new Erase(Long.MAX_VALUE)))
                        .code())
                .isEqualTo(UserRejected.Code.USER_NOT_FOUND);
    }

    @Test
    void repeatedRegistrationOfAnErasedUserGetsItsFirstAnswer() {
        MetaData key = MetaData.with(MetaDataKeys.IDEMPOTENCY_KEY, unique("key"));
        Register command = TestUsers.user(unique("repeated") + "@example.com");
        Object id = one.send(command, key).getPayload();
        one.send(new Erase((Long) id), key.and(MetaDataKeys.IDEMPOTENCY_KEY, unique("erase")));

        CommandResultMessage<?> repeated = other.send(command, key);

        assertThat(repeated.<Object>getPayload()).isEqualTo(id);
        assertThat(row((Long) id)).containsEntry("name", "erased");
    }

    @Test
    void commandThatRacesWithAnErasureLeavesNothingBehindIt() {
        try (AtOnce callers = new AtOnce()) {
            for (int round = 0; round < 15; round++) {
                String name = unique("race");
                long id = one.<Long>send(TestUsers.user(name + "@example.com"));
                // Both nodes have decided on the user before, and know its key.
                one.send(new RecordLogin(id), ORIGIN);
                other.send(new RecordLogin(id), ORIGIN);
                callers.run(4, caller -> () -> switch (caller) {
                    case 0 -> one.send(new Erase(id), ORIGIN);
                    case 1 -> other.send(new ChangeEmail(id, EmailAddress.of(name + "2@example.com")), ORIGIN);
                    case 2 -> other.send(new ChangeProfile(id, PersonName.of(name), null, null), ORIGIN);
                    default -> one.send(new RecordFailedLogin(id), ORIGIN);
                });

                assertThat(events(id, one).stream().<Class<?>>map(DomainEventMessage::getPayloadType))
                        .endsWith(Erased.class)
                        .containsOnlyOnce(Erased.class);
                assertThat(mentions(name)).isEmpty();
                assertThat(jdbc.queryForList(
                                "SELECT wrapped_key FROM data_keys WHERE aggregate_id = ?",
                                byte[].class,
                                Long.toString(id)))
                        .containsOnlyNulls();
                assertThat(row(id)).containsEntry("email", "erased-" + id + "@erased.invalid");
            }
        }
    }

    /** Of a user who is named everywhere, and of whom there is a snapshot. */
    private static long longLife(String name) {
        long id = (Long) one.send(
                        new Register(
                                EmailAddress.of(name + "@example.com"),
                                TestUsers.HASH,
                                PersonName.of(name),
                                TargetRole.of("Role " + name),
                                ExperienceLevel.MID,
                                AccountStatus.ACTIVE),
                        ORIGIN.and(MetaDataKeys.IDEMPOTENCY_KEY, unique("key")))
                .getPayload();
        one.send(new RecordLogin(id), ORIGIN);
        one.send(new ChangeProfile(id, PersonName.of(name + " II"), TargetRole.of("Role " + name), null), ORIGIN);
        one.send(new ChangeEmail(id, EmailAddress.of(name + ".2@example.com")), ORIGIN);
        one.send(new ChangePassword(id, TestUsers.HASH), ORIGIN);
        one.send(new RecordFailedLogin(id), ORIGIN);
        await().atMost(Duration.ofSeconds(30))
                .until(() -> jdbc.queryForList("SELECT 1 FROM snapshots WHERE aggregate_id = ?", Long.toString(id))
                                .size()
                        == 1);
        return id;
    }

    /** The tables with a row in which that text stands. */
    private static List<String> mentions(String text) {
        List<String> mentioning = new ArrayList<>();
        for (String table :
                jdbc.queryForList("SELECT tablename FROM pg_tables WHERE schemaname = 'public'", String.class)) {
            if (!jdbc.queryForList(
                            "SELECT 1 FROM " + table + " AS stored WHERE strpos(lower(stored::text), lower(?)) > 0",
                            text)
                    .isEmpty()) {
                mentioning.add(table);
            }
        }
        return mentioning;
    }

    private static List<DomainEventMessage<?>> events(long id, TestNode node) {
        List<DomainEventMessage<?>> events = new ArrayList<>();
        node.bean(EventStore.class).readEvents(Long.toString(id), 0).forEachRemaining(event -> {
            // Now, while its key is there.
            event.getPayload();
            event.getMetaData().size();
            events.add(event);
        });
        return events;
    }

    /** All that is personal of an event, what goes with it included. */
    private static List<Object> personal(DomainEventMessage<?> event) {
        List<Object> personal = new ArrayList<>(TestEvents.personal(event.getPayload()));
        for (String key : List.of(MetaDataKeys.ON_BEHALF_OF, MetaDataKeys.REASON, MetaDataKeys.SOURCE_ADDRESS)) {
            if (event.getMetaData().containsKey(key)) {
                personal.add(event.getMetaData().get(key));
            }
        }
        return personal;
    }

    private static UserView atRegistration(long id, TestNode node) {
        return node.ask(new FindUserAtVersion(id, 0), UserView.class).orElseThrow();
    }

    private static Map<String, Object> row(long id) {
        return jdbc.queryForMap("SELECT * FROM users WHERE id = ?", id);
    }

    private static String unique(String prefix) {
        return prefix + "x" + count++;
    }
}
