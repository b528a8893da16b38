package io.userstore.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.userstore.AtOnce;
import io.userstore.TestDatabase;
import io.userstore.TestNode;
import io.userstore.TestUsers;
import io.userstore.directory.UserChange.FieldChange;
import io.userstore.eventlog.LogUnavailable;
import io.userstore.eventlog.LoggedEvents;
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
import io.userstore.user.command.Import;
import io.userstore.user.command.RecordFailedLogin;
import io.userstore.user.command.RecordLogin;
import io.userstore.user.command.Register;
import io.userstore.user.command.Restore;
import io.userstore.user.command.SoftDelete;
import io.userstore.user.command.UserCommand;
import io.userstore.user.event.Personal;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.jdbc.core.JdbcTemplate;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class UserHistoryTest {

    private static final int CALLERS = 20;
    private static final int SEQUENCES_EACH = 10;
    private static final int COMMANDS = 16;
    private static final int MARKED_EVERY = 500;
    private static final String OTHER_HASH = "$2b$11$" + "x".repeat(22) + "A".repeat(30) + "u";

    private final TestDatabase database = TestDatabase.fresh();

    private TestNode node;

    private UserHistory history;

    @BeforeAll
    void start() {
        // Some tests tamper with the log, which a tree over it would notice.
        node = TestNode.on(database, "userstore.audit.build-tree=false");
        history = node.bean(UserHistory.class);
    }

    @AfterAll
    void stop() {
        node.close();
    }

    @Test
    void everyVersionOfRandomUsersIsThatOfTheModelAndTheirChangesAddUpToIt() {
        long seed = new Random().nextLong();
        try (AtOnce callers = new AtOnce()) {
            callers.run(CALLERS, caller -> () -> {
                Random random = new Random(seed + caller);
                for (int i = 0; i < SEQUENCES_EACH; i++) {
                    assertLikeTheModel(randomLife(random, caller + "-" + i), "seed " + seed + ", caller " + caller);
                }
                return null;
            });
        }
    }

    private ProfileModel randomLife(Random random, String name) {
        ProfileModel model = random.nextInt(3) == 0
                ? importedUser(random, 1_000_000 + Long.parseLong(name.replace("-", "0")), name)
                : registeredUser(random, name);
        long id = model.newest().id();
        for (int i = 0; i < COMMANDS; i++) {
            UserCommand command = randomCommand(random, id, name + "-" + i);
            try {
                Object answer = node.send(command);
                model.accept(command, answer, times(id, model.newest().version() + 1));
            } catch (UserRejected e) {
                assertThat(times(id, model.newest().version() + 1)).isEmpty();
            }
        }
        assertThat(node.ask(new FindUser(id, true), UserView.class)).hasValue(model.newest());
        return model;
    }

    private ProfileModel importedUser(Random random, long id, String name) {
        Import first = randomImport(random, id, name);
        node.send(first);
        ProfileModel model = new ProfileModel(first);
        for (int i = random.nextInt(3); i > 0; i--) {
            Import next = randomImport(random, id, name + "-again" + i);
            node.send(next);
            model.accept(next, null, times(id, model.newest().version() + 1));
        }
        return model;
    }

    /** Updated a moment ago, so that its attempts count. */
    private static Import randomImport(Random random, long id, String unique) {
        Instant time = Instant.now().minusSeconds(60).truncatedTo(ChronoUnit.MICROS);
        return new Import(
                id,
                EmailAddress.of("c" + unique + "@example.com"),
                PasswordHash.of(random.nextBoolean() ? OTHER_HASH : TestUsers.HASH.value()),
                PersonName.of("Imported"),
                random.nextBoolean() ? null : TargetRole.of("Carpenter"),
                random.nextBoolean() ? null : ExperienceLevel.JUNIOR,
                AccountStatus.values()[random.nextInt(AccountStatus.values().length)],
                random.nextInt(7),
                random.nextBoolean() ? null : time.minusNanos(1_000),
                time.minusSeconds(random.nextInt(1_000_000_000)),
                time,
                random.nextInt(4) == 0 ? time.minusSeconds(7) : null);
    }

    private ProfileModel registeredUser(Random random, String name) {
        Register register = new Register(
                EmailAddress.of("a" + name + "@example.com"),
                TestUsers.HASH,
                PersonName.of("First"),
                random.nextBoolean() ? null : TargetRole.of("Carpenter"),
                random.nextBoolean() ? null : ExperienceLevel.JUNIOR,
                random.nextBoolean() ? null : AccountStatus.ACTIVE);
        long id = node.<Long>send(register);
        return new ProfileModel(id, register, times(id, 0).get(0));
    }

    private static UserCommand randomCommand(Random random, long id, String unique) {
        int kind = random.nextInt(40);
        if (kind < 14) {
            return new RecordFailedLogin(id);
        } else if (kind < 19) {
            return new RecordLogin(id);
        } else if (kind < 26) {
            return new ChangeStatus(id, AccountStatus.values()[random.nextInt(AccountStatus.values().length)]);
        } else if (kind < 29) {
            return new ChangeEmail(id, EmailAddress.of("b" + unique + "@example.com"));
        } else if (kind < 31) {
            return new ChangePassword(id, PasswordHash.of(random.nextBoolean() ? OTHER_HASH : TestUsers.HASH.value()));
        } else if (kind < 35) {
            return new ChangeProfile(
                    id,
                    PersonName.of("Name" + random.nextInt(3)),
                    random.nextBoolean() ? null : TargetRole.of("Role" + random.nextInt(2)),
                    random.nextBoolean() ? null : ExperienceLevel.LEAD);
        } else if (kind < 37) {
            return new SoftDelete(id);
        }
        return kind < 39 ? new Restore(id) : new Erase(id);
    }

    private List<Instant> times(long id, long first) {
        return node.jdbc()
                .query(
                        "SELECT occurred_at FROM event_log WHERE aggregate_id = ? AND version >= ? ORDER BY version",
                        (row, n) -> row.getObject(1, OffsetDateTime.class).toInstant(),
                        Long.toString(id),
                        first);
    }

    private void assertLikeTheModel(ProfileModel model, String description) {
        long id = model.newest().id();
        for (UserView expected : model.versions) {
            assertThat(history.at(id, expected.version())).as(description).hasValue(expected);
        }
        assertThat(history.at(id, model.versions.size())).as(description).isEmpty();
        Map<UserField, Object> sum = new EnumMap<>(UserField.class);
        // In pages, because each of them begins with what was before it.
        for (long first = 0; first < model.versions.size(); first += 3) {
            for (UserChange change : history.changes(id, first, first + 2)) {
                change.changes().forEach((field, value) -> {
                    assertThat(value.from()).as(description).isEqualTo(sum.get(field));
                    put(sum, field, value);
                });
                assertThat(Objects.requireNonNull(change.event().version()) < model.versions.size())
                        .isTrue();
            }
        }
        assertSum(sum, model, description);
    }

    private static void put(Map<UserField, Object> sum, UserField field, FieldChange value) {
        if (value.to() == null) {
            sum.remove(field);
        } else {
            sum.put(field, value.to());
        }
    }

    private static void assertSum(Map<UserField, Object> sum, ProfileModel model, String description) {
        UserView end = model.newest();
        Map<UserField, Object> expected = new EnumMap<>(UserField.class);
        expected.put(UserField.EMAIL, end.email());
        expected.put(UserField.PASSWORD_HASH, model.hashes.get(model.hashes.size() - 1));
        expected.put(UserField.NAME, end.name());
        expected.put(UserField.ACCOUNT_STATUS, end.accountStatus().name());
        expected.put(UserField.FAILED_LOGIN_ATTEMPTS, end.failedLoginAttempts());
        expected.put(UserField.CREATED_AT, end.createdAt());
        putUnlessNull(expected, UserField.TARGET_ROLE, end.targetRole());
        putUnlessNull(
                expected,
                UserField.EXPERIENCE_LEVEL,
                end.experienceLevel() == null ? null : end.experienceLevel().name());
        putUnlessNull(expected, UserField.LAST_LOGIN_AT, end.lastLoginAt());
        putUnlessNull(expected, UserField.LOCKED_UNTIL, end.lockedUntil());
        putUnlessNull(expected, UserField.DELETED_AT, end.deletedAt());
        assertThat(sum).as(description).isEqualTo(expected);
    }

    private static void putUnlessNull(Map<UserField, Object> expected, UserField field, @Nullable Object value) {
        if (value != null) {
            expected.put(field, value);
        }
    }

    @Test
    void marksChangeNothingButTheEffort() {
        Register register = TestUsers.user("marked@example.com");
        long id = node.<Long>send(register);
        ProfileModel model = new ProfileModel(id, register, times(id, 0).get(0));
        Random random = new Random(7);
        while (model.versions.size() < 2 * MARKED_EVERY + 20) {
            UserCommand command = randomCommand(random, id, "marked" + model.versions.size());
            if (command instanceof Erase) {
                continue;
            }
            try {
                Object answer = node.send(command);
                model.accept(command, answer, times(id, model.newest().version() + 1));
            } catch (UserRejected e) {
                node.send(new Restore(id));
                model.accept(new Restore(id), null, times(id, model.newest().version() + 1));
            }
        }
        markAll();
        assertThat(marks(id)).isEqualTo(2);
        for (int version : new int[] {0, 498, 499, 500, 501, 998, 999, 1000, 1010}) {
            assertThat(history.at(id, version)).hasValue(model.versions.get(version));
        }
        // What comes from a mark comes from these events alone.
        List<Object> setters = node.jdbc()
                .queryForList(
                        "SELECT unnest(setters) FROM history_marks WHERE aggregate_id = ?",
                        Object.class,
                        Long.toString(id));
        assertThat(setters).hasSizeLessThan(2 * UserField.values().length + 2);
        node.jdbc().update("DELETE FROM history_marks WHERE aggregate_id = ?", Long.toString(id));
        assertThat(history.at(id, 1010)).hasValue(model.versions.get(1010));
    }

    private void markAll() {
        LongStreams marking = node.bean(LongStreams.class);
        while (marking.markSome() > 0) {
            continue;
        }
    }

    private long marks(long id) {
        return Objects.requireNonNull(node.jdbc()
                .queryForObject(
                        "SELECT count(*) FROM history_marks WHERE aggregate_id = ?", Long.class, Long.toString(id)));
    }

    @Test
    void anInstantIsTheLastVersionBeforeWhichNothingIsLater() {
        Instant noon = Instant.parse("2031-01-01T12:00:00Z");
        long id = node.<Long>send(TestUsers.user("as-of@example.com"));
        for (int i = 0; i < 1_200; i++) {
            node.send(new RecordLogin(id));
        }
        // A minute apart, but one whose node was an hour fast.
        new JdbcTemplate(database.superuserDataSource()).update("""
                UPDATE event_log
                   SET occurred_at = ?::timestamptz + version * interval '1 minute'
                                     + CASE version WHEN 990 THEN interval '1 hour' ELSE interval '0' END
                 WHERE aggregate_id = ?
                """, noon.toString(), Long.toString(id));
        // Those made meanwhile know the times as they were.
        node.jdbc().update("DELETE FROM history_marks WHERE aggregate_id = ?", Long.toString(id));
        assertAsOf(id, noon);
        node.jdbc().update("DELETE FROM history_marks WHERE aggregate_id = ?", Long.toString(id));
        for (long version : new long[] {499, 999}) {
            history.mark(Long.toString(id), version).ifPresent(node.bean(HistoryMarks.class)::add);
        }
        assertThat(marks(id)).isEqualTo(2);
        assertAsOf(id, noon);
    }

    private void assertAsOf(long id, Instant noon) {
        assertThat(history.asOf(id, noon.minusNanos(1_000))).isEmpty();
        for (int minutes : new int[] {0, 1, 498, 499, 500, 989, 990, 999, 1_010, 1_049}) {
            Instant instant = noon.plus(Duration.ofMinutes(minutes)).plusSeconds(30);
            long expected = minutes < 990 ? minutes : 989;
            assertThat(history.asOf(id, instant).map(UserView::version))
                    .as("minute %s", minutes)
                    .hasValue(expected);
        }
        assertThat(history.asOf(id, noon.plus(Duration.ofMinutes(1_050))).map(UserView::version))
                .hasValue(1_050L);
        assertThat(history.asOf(id, noon.plus(Duration.ofDays(9))).map(UserView::version))
                .hasValue(1_200L);
    }

    @Test
    void whatAnErasureLeftUnreadableIsListedAsErased() {
        long id = node.<Long>send(TestUsers.user("gone@example.com"));
        node.send(new ChangeEmail(id, EmailAddress.of("elsewhere@example.com")));
        node.send(new Erase(id));
        List<UserChange> changes = history.changes(id, 0, 2);
        assertThat(changes).hasSize(3);
        assertThat(changes.get(0).changes())
                .containsEntry(UserField.EMAIL, new FieldChange(null, Personal.Erased.ERASED));
        assertThat(changes.get(1).changes())
                .isEqualTo(Map.of(UserField.EMAIL, new FieldChange(Personal.Erased.ERASED, Personal.Erased.ERASED)));
        assertThat(changes.get(2).changes())
                .containsEntry(
                        UserField.EMAIL, new FieldChange(Personal.Erased.ERASED, "erased-" + id + "@erased.invalid"));
    }

    @Test
    void userWithEventsOfANewerStoreIsNotShownAsWhatItIsNot() {
        long id = node.<Long>send(TestUsers.user("newer@example.com"));
        for (int i = 0; i < MARKED_EVERY; i++) {
            node.send(new RecordLogin(id));
        }
        node.jdbc().update("DELETE FROM history_marks WHERE aggregate_id = ?", Long.toString(id));
        new JdbcTemplate(database.superuserDataSource())
                .update(
                        "UPDATE event_log SET revision = '99' WHERE aggregate_id = ? AND version = 1",
                        Long.toString(id));

        assertThat(history.at(id, 0)).isPresent();
        assertThatThrownBy(() -> history.at(id, 2)).isInstanceOf(LogUnavailable.class);
        assertThatThrownBy(() -> history.changes(id, 0, 2)).isInstanceOf(LogUnavailable.class);
        assertThat(history.mark(Long.toString(id), MARKED_EVERY - 1)).isEmpty();
    }

    @Test
    void wholeDirectoryIsTheSameInPagesOfAnySize() {
        TestDatabase fresh = TestDatabase.fresh();
        try (TestNode own = TestNode.on(fresh, "userstore.audit.build-tree=false")) {
            List<Long> ids = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                long id = own.<Long>send(TestUsers.user("page" + i + "@example.com"));
                ids.add(id);
                for (int n = 0; n < i; n++) {
                    own.send(new RecordLogin(id));
                }
            }
            // A clock that was fast: what follows it is not to be seen before it.
            new JdbcTemplate(fresh.superuserDataSource())
                    .update(
                            "UPDATE event_log SET occurred_at = occurred_at + interval '1 hour'"
                                    + " WHERE aggregate_id = ? AND version = 1",
                            Long.toString(ids.get(3)));
            Instant now = Instant.now();
            List<UserView> expected = ids.stream()
                    .map(id -> own.bean(UserHistory.class).asOf(id, now).orElseThrow())
                    .toList();
            assertThat(expected.get(3).version()).isZero();

            for (int page : new int[] {1, 2, 3, 1_000_000}) {
                List<UserView> found = new ArrayList<>();
                new PastDirectory(own.bean(LoggedEvents.class), page).asOf(now, found::add, (read, all) -> {});
                assertThat(found).as("pages of %s", page).containsExactlyInAnyOrderElementsOf(expected);
                assertThat(found.stream().map(UserView::id)).doesNotHaveDuplicates();
            }
        }
    }

    @Test
    void eventThatCannotBeReadKeepsNobodyElseFromBeingMarked() {
        long broken = node.<Long>send(TestUsers.user("broken@example.com"));
        long whole = node.<Long>send(TestUsers.user("whole@example.com"));
        new JdbcTemplate(database.superuserDataSource())
                .update(
                        "UPDATE event_log SET event_id = gen_random_uuid() WHERE aggregate_id = ? AND version = 0",
                        Long.toString(broken));
        // The aggregates are in memory, and need not be read.
        for (int i = 0; i < MARKED_EVERY; i++) {
            node.send(new RecordLogin(broken));
            node.send(new RecordLogin(whole));
        }

        LongStreams fresh = new LongStreams(node.bean(HistoryMarks.class), history);
        while (fresh.markSome() > 0) {
            continue;
        }

        assertThat(marks(broken)).isZero();
        assertThat(marks(whole)).isEqualTo(1);
    }

    @Test
    void marksByOtherRulesAreIgnoredAndMadeAnew() {
        long id = node.<Long>send(TestUsers.user("rules@example.com"));
        for (int i = 0; i < MARKED_EVERY; i++) {
            node.send(new RecordLogin(id));
        }
        markAll();
        node.jdbc()
                .update(
                        "INSERT INTO history_marks (aggregate_id, version, latest, setters, fold)"
                                + " VALUES (?, 499, now(), '{499}', 0)"
                                + " ON CONFLICT (aggregate_id, version) DO UPDATE SET setters = '{499}', fold = 0",
                        Long.toString(id));

        assertThat(history.at(id, MARKED_EVERY)).isPresent();
        LongStreams fresh = new LongStreams(node.bean(HistoryMarks.class), history);
        while (fresh.markSome() > 0) {
            continue;
        }
        assertThat(node.jdbc()
                        .queryForObject(
                                "SELECT fold FROM history_marks WHERE aggregate_id = ?",
                                Integer.class,
                                Long.toString(id)))
                .isEqualTo(UserFold.RULES);
    }
}
