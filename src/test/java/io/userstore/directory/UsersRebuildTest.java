package io.userstore.directory;

import static io.userstore.TestUsers.HASH;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.userstore.TestDatabase;
import io.userstore.TestNode;
import io.userstore.TestUsers;
import io.userstore.directory.RebuildReport.Example;
import io.userstore.directory.RebuildReport.TableDifferences;
import io.userstore.directory.RebuildReport.Value;
import io.userstore.user.AccountStatus;
import io.userstore.user.EmailAddress;
import io.userstore.user.ExperienceLevel;
import io.userstore.user.PasswordHash;
import io.userstore.user.PersonName;
import io.userstore.user.TargetRole;
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
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

/** Whatever was done to the tables behind the store's back is found, and mended, and nothing else is touched. */
class UsersRebuildTest {

    private static final int PLAIN_USERS = 150;
    private static final PasswordHash OTHER_HASH =
            PasswordHash.of("$2b$12$abcdefghijklmnopqrstuvABCDEFGHIJKLMNOPQRSTUVWXYZ56789");

    private static TestDatabase database;
    private static TestNode node;
    private static JdbcTemplate jdbc;
    private static final List<Long> users = new ArrayList<>();

    @BeforeAll
    static void storeWithUsersOfAllKinds() {
        database = TestDatabase.fresh();
        node = TestNode.on(database);
        jdbc = new JdbcTemplate(database.superuserDataSource());
        for (int i = 0; i < PLAIN_USERS; i++) {
            users.add(node.send(TestUsers.user("User" + i + "@example.com")));
        }
        Register odd = new Register(
                EmailAddress.of("Ann.B@BÜCHER.example"),
                HASH,
                PersonName.of("Ann \"Ä\" \\N \\ B, (x) 😀"),
                TargetRole.of("Entwicklung & Bau"),
                ExperienceLevel.MID,
                null);
        long changed = node.<Long>send(odd);
        node.send(new ChangeStatus(changed, AccountStatus.ACTIVE));
        node.send(new RecordLogin(changed));
        node.send(new ChangeProfile(changed, PersonName.of("Anna"), null, ExperienceLevel.LEAD));
        node.send(new ChangeEmail(changed, EmailAddress.of("Anna@example.com")));
        node.send(new ChangePassword(changed, OTHER_HASH));
        long again = node.<Long>send(odd);
        node.send(new SoftDelete(again));
        long restored = node.<Long>send(TestUsers.user("restored@example.com"));
        node.send(new SoftDelete(restored));
        node.send(new Restore(restored));
        long locked = node.<Long>send(TestUsers.user("locked@example.com"));
        for (int i = 0; i < 5; i++) {
            node.send(new RecordFailedLogin(locked));
        }
        long lockedForGood = node.<Long>send(TestUsers.user("locked-for-good@example.com"));
        node.send(new ChangeStatus(lockedForGood, AccountStatus.LOCKED));
        long unlocked = node.<Long>send(TestUsers.user("unlocked@example.com"));
        node.send(new ChangeStatus(unlocked, AccountStatus.LOCKED));
        node.send(new ChangeStatus(unlocked, AccountStatus.ACTIVE));
        long erased = node.<Long>send(TestUsers.user("erased@example.com"));
        node.send(new ChangeEmail(erased, EmailAddress.of("erased2@example.com")));
        node.send(new Erase(erased));
    }

    @AfterAll
    static void close() {
        node.close();
    }

    @AfterEach
    void everythingIsMended() {
        assertThat(mend().all()).isZero();
    }

    private static UsersRebuild begin() {
        return node.bean(UsersRebuild.Begin.class).rebuild();
    }

    /** What was found before. */
    private static RebuildReport mend() {
        try (UsersRebuild rebuild = begin()) {
            rebuild.fold((done, all) -> {});
            RebuildReport report = rebuild.compare(false);
            if (report.all() > 0) {
                rebuild.mend();
            }
            return report;
        }
    }

    private static TableDifferences of(String table, RebuildReport report) {
        return report.tables().stream()
                .filter(found -> found.table().equals(table))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> counts(RebuildReport report) {
        return report.tables().stream()
                .map(found -> found.table() + " " + found.missing() + " " + found.extra() + " " + found.different())
                .toList();
    }

    /** Every row of the tables, to the byte. */
    private static List<String> rows() {
        return jdbc.queryForList("""
                SELECT users::text FROM users
                UNION ALL
                SELECT email_reservations::text FROM email_reservations
                UNION ALL
                SELECT account_locks::text FROM account_locks
                ORDER BY 1
                """, String.class);
    }

    /** The transaction that last wrote each row of users. */
    private static Map<Long, String> writers() {
        Map<Long, String> writers = new TreeMap<>();
        jdbc.query("SELECT id, xmin || ' ' || ctid FROM users", row -> {
            writers.put(row.getLong(1), row.getString(2));
        });
        return writers;
    }

    @Test
    void untouchedStoreHasNoDifferences() {
        assertThat(counts(mend())).containsExactly("users 0 0 0", "email_reservations 0 0 0", "account_locks 0 0 0");
        assertThat(jdbc.queryForObject("SELECT count(*) FROM account_locks", Long.class))
                .isEqualTo(2);
    }

    @Test
    void exactlyTheCorruptedRowsAreNamedAndMended() {
        List<String> before = rows();
        List<Long> shuffled = new ArrayList<>(users);
        Collections.shuffle(shuffled, new Random(7));
        List<Long> changed = shuffled.subList(0, 100);
        List<Long> deleted = shuffled.subList(100, 110);
        List<String> corruptions = List.of(
                "name = name || ' '",
                "email = 'x' || email",
                "password_hash = 'none'",
                "created_at = created_at + interval '1 microsecond'",
                "updated_at = updated_at - interval '1 microsecond'",
                "deleted_at = now()",
                "target_role = ''",
                "experience_level = 'LEAD'",
                "account_status = 'SUSPENDED'",
                "failed_login_attempts = '00'",
                "last_login_at = ''");
        for (int i = 0; i < changed.size(); i++) {
            jdbc.update(
                    "UPDATE users SET " + corruptions.get(i % corruptions.size()) + " WHERE id = ?", changed.get(i));
        }
        deleted.forEach(id -> jdbc.update("DELETE FROM users WHERE id = ?", id));
        List<Long> inserted = new ArrayList<>();
        for (long id = 1_000_001; id <= 1_000_010; id++) {
            jdbc.update("INSERT INTO users (id, email, password_hash, name) VALUES (?, ?, '', '')", id, "x" + id);
            inserted.add(id);
        }
        Map<Long, String> corrupted = writers();

        RebuildReport report = mend();

        assertThat(counts(report))
                .containsExactly("users 10 10 100", "email_reservations 0 0 0", "account_locks 0 0 0");
        TreeSet<Long> differing = new TreeSet<>(changed);
        differing.addAll(deleted);
        differing.addAll(inserted);
        List<Example> examples = of("users", report).examples();
        assertThat(examples.stream().map(Example::id))
                .containsExactlyElementsOf(differing.stream().limit(20).toList());
        assertThat(rows()).isEqualTo(before);
        Map<Long, String> mended = writers();
        TreeSet<Long> touched = new TreeSet<>(mended.keySet());
        touched.addAll(corrupted.keySet());
        touched.removeIf(id -> mended.get(id) != null && mended.get(id).equals(corrupted.get(id)));
        assertThat(touched).isEqualTo(differing);
    }

    @Test
    void exampleShowsWhatDiffersButNothingPersonalUnlessAskedToAndNeverAHash() {
        long id = users.get(0);
        jdbc.update(
                "UPDATE users SET name = 'Mallory', password_hash = 'mine', failed_login_attempts = '7', target_role = 'x'"
                        + " WHERE id = ?",
                id);

        try (UsersRebuild rebuild = begin()) {
            rebuild.fold((done, all) -> {});
            assertThat(of("users", rebuild.compare(false)).examples().get(0))
                    .isEqualTo(new Example(
                            id,
                            "different",
                            List.of(
                                    new Value("password_hash", "***", "***"),
                                    new Value("name", "***", "***"),
                                    new Value("target_role", "***", null),
                                    new Value("failed_login_attempts", "7", "0"))));
            assertThat(of("users", rebuild.compare(true)).examples().get(0).values())
                    .contains(new Value("name", "Mallory", "Ann"), new Value("password_hash", "***", "***"));
        }
        mend();
    }

    @Test
    void swappedAddressesAreSwappedBack() {
        List<String> before = rows();
        String first = "User0@example.com";
        String second = "User1@example.com";
        jdbc.update("UPDATE users SET email = 'aside' WHERE id = ?", users.get(0));
        jdbc.update("UPDATE users SET email = ? WHERE id = ?", first, users.get(1));
        jdbc.update("UPDATE users SET email = ? WHERE id = ?", second, users.get(0));

        assertThat(counts(mend())).contains("users 0 0 2");

        assertThat(rows()).isEqualTo(before);
    }

    @Test
    void addressOfADeletedRowThatSomebodyElseWasGivenGoesBack() {
        List<String> before = rows();
        jdbc.update("DELETE FROM users WHERE id = ?", users.get(3));
        jdbc.update("UPDATE users SET email = 'User3@example.com' WHERE id = ?", users.get(4));
        jdbc.update("INSERT INTO users (id, email, password_hash, name) VALUES (999, 'User4@example.com', '', '')");

        assertThat(counts(mend())).contains("users 1 1 1");

        assertThat(rows()).isEqualTo(before);
    }

    @Test
    void emptiedTableIsFilledAgain() {
        List<String> before = rows();
        Long count = jdbc.queryForObject("SELECT count(*) FROM users", Long.class);
        jdbc.execute("DELETE FROM users; DELETE FROM email_reservations; DELETE FROM account_locks");

        RebuildReport report = mend();

        assertThat(of("users", report).missing()).isEqualTo(count);
        assertThat(rows()).isEqualTo(before);
    }

    @Test
    void reservationsAndLocksAreMendedToo() {
        List<String> before = rows();
        jdbc.execute("""
                DELETE FROM email_reservations WHERE address = 'user5@example.com';
                UPDATE email_reservations SET address = 'elsewhere' WHERE address = 'user6@example.com';
                INSERT INTO email_reservations VALUES ('nobody@example.com', 999);
                UPDATE email_reservations SET user_id = 998 WHERE address = 'user7@example.com';
                DELETE FROM account_locks WHERE locked_until IS NULL;
                UPDATE account_locks SET locked_until = locked_until + interval '1 microsecond';
                INSERT INTO account_locks VALUES (999, 'ACTIVE', NULL);
                """);

        assertThat(counts(mend())).containsExactly("users 0 0 0", "email_reservations 2 2 1", "account_locks 1 1 1");

        assertThat(rows()).isEqualTo(before);
    }

    @Test
    void rowThatAnotherTableRefersToIsNamedAndNothingIsTouched() {
        jdbc.execute("""
                CREATE TABLE orders (buyer bigint REFERENCES users (id) ON DELETE CASCADE);
                INSERT INTO users (id, email, password_hash, name) VALUES (999, 'x', '', '');
                INSERT INTO orders VALUES (999), (%s), (NULL);
                UPDATE users SET name = 'Mallory' WHERE id = %s;
                """.formatted(users.get(0), users.get(0)));
        List<String> before = rows();

        assertThatThrownBy(UsersRebuildTest::mend)
                .isInstanceOf(CannotRebuild.class)
                .hasMessageContaining("may not read orders");
        assertThat(rows()).isEqualTo(before);
        jdbc.execute("GRANT SELECT ON orders TO userstore");
        assertThatThrownBy(UsersRebuildTest::mend)
                .isInstanceOf(CannotRebuild.class)
                .hasMessageEndingWith("nothing was mended: user 999 by orders");
        assertThat(rows()).isEqualTo(before);
        jdbc.update("DELETE FROM orders WHERE buyer = 999");
        mend();
        assertThat(jdbc.queryForList("SELECT buyer FROM orders WHERE buyer IS NOT NULL", Long.class))
                .containsExactly(users.get(0));
        jdbc.execute("DROP TABLE orders");
    }

    @Test
    void commandsGoOnMeanwhileAndTheirEffectsStay() throws Exception {
        ExecutorService callers = Executors.newCachedThreadPool();
        AtomicBoolean over = new AtomicBoolean();
        List<Future<Integer>> load = new ArrayList<>();
        for (int caller = 0; caller < 4; caller++) {
            int number = caller;
            load.add(callers.submit(() -> commands(number, over)));
        }
        for (int round = 0; round < 3; round++) {
            jdbc.update("UPDATE users SET name = 'Mallory' WHERE id % 2 = 0");
            jdbc.update("INSERT INTO users (id, email, password_hash, name) VALUES (999999, 'x', '', '')");

            RebuildReport report = mend();

            assertThat(of("users", report).extra()).isOne();
            assertThat(of("users", report).different()).isGreaterThanOrEqualTo(50);
            assertThat(counts(mend()))
                    .containsExactly("users 0 0 0", "email_reservations 0 0 0", "account_locks 0 0 0");
        }
        over.set(true);
        for (Future<Integer> caller : load) {
            assertThat(caller.get(60, TimeUnit.SECONDS)).isPositive();
        }
        callers.shutdown();
    }

    private static int commands(int caller, AtomicBoolean over) {
        int count = 0;
        while (!over.get()) {
            long id = node.<Long>send(TestUsers.user("load-" + caller + "-" + count + "@example.com"));
            node.send(new RecordFailedLogin(id));
            node.send(new ChangeEmail(id, EmailAddress.of("load-again-" + caller + "-" + count + "@example.com")));
            node.send(new RecordLogin(users.get(100 + (caller + count) % 50)));
            node.send(new RecordLogin(id));
            if (count % 2 == 0) {
                node.send(new Erase(id));
            }
            count++;
        }
        return count;
    }

    @Test
    void importedUsersHaveNoDifferencesWhateverBecameOfThem() {
        long plain = 2_000_001;
        long again = 2_000_002;
        long locked = 2_000_003;
        long deleted = 2_000_004;
        node.send(imported(plain, "plain", AccountStatus.ACTIVE, false));
        node.send(imported(again, "again", AccountStatus.LOCKED, true));
        node.send(imported(again, "once-more", AccountStatus.PENDING_VERIFICATION, false));
        node.send(imported(locked, "was-locked", AccountStatus.LOCKED, false));
        node.send(imported(deleted, "was-deleted", AccountStatus.SUSPENDED, true));

        assertThat(counts(mend())).containsExactly("users 0 0 0", "email_reservations 0 0 0", "account_locks 0 0 0");
        assertThat(jdbc.queryForObject("SELECT count(*) FROM account_locks WHERE user_id > 2000000", Long.class))
                .isOne();

        node.send(new RecordLogin(plain));
        node.send(new ChangeStatus(locked, AccountStatus.ACTIVE));
        List.of(again, deleted).forEach(id -> node.send(new Erase(id)));

        assertThat(counts(mend())).containsExactly("users 0 0 0", "email_reservations 0 0 0", "account_locks 0 0 0");
        assertThat(jdbc.queryForObject("SELECT count(*) FROM users WHERE id > 2000000", Long.class))
                .isEqualTo(4);
    }

    private static Import imported(long id, String name, AccountStatus status, boolean deleted) {
        Instant time = Instant.parse("2020-02-29T12:00:00.123456Z");
        return new Import(
                id,
                EmailAddress.of(name + "@imported.example.com"),
                OTHER_HASH,
                PersonName.of(name),
                TargetRole.of("Carpenter"),
                null,
                status,
                3,
                time.minusSeconds(60),
                time.minusSeconds(1_000_000),
                time,
                deleted ? time.minusSeconds(7) : null);
    }

    @Test
    void onlyOneRunsAtATime() {
        try (UsersRebuild first = begin()) {
            first.fold((done, all) -> {});
            assertThatThrownBy(UsersRebuildTest::begin)
                    .isInstanceOf(CannotRebuild.class)
                    .hasMessage("another rebuild is running");
        }
    }

    @Test
    void cutOffItLeavesNothingBehind() {
        try (UsersRebuild rebuild = begin()) {
            rebuild.fold((done, all) -> {});
            assertThat(temporaryTables()).contains("rebuilt");
            // Its own lock only: the node's connections may have some, too.
            jdbc.execute("SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory'"
                    + " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
                    + " AND classid = 1970496882 AND objid = 1919246956");
            assertThatThrownBy(() -> rebuild.compare(false)).isInstanceOf(RuntimeException.class);
        }

        assertThat(mend().all()).isZero();
        assertThat(temporaryTables()).isEmpty();
    }

    private static List<String> temporaryTables() {
        return jdbc.queryForList(
                "SELECT relname FROM pg_class WHERE relpersistence = 't' AND relkind = 'r'", String.class);
    }
}
