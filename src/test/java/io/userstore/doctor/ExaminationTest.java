package io.userstore.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.userstore.TestDatabase;
import io.userstore.TestNode;
import io.userstore.TestUsers;
import io.userstore.user.AccountStatus;
import io.userstore.user.command.ChangeStatus;
import io.userstore.user.command.Erase;
import io.userstore.user.command.SoftDelete;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.jdbc.core.JdbcTemplate;

/** Each check is content with a good store, and sees the damage that it is there for. */
class ExaminationTest {

    private static final List<String> CHECKS = List.of(
            "database",
            "settings",
            "migrations",
            "tables",
            "key tables",
            "users columns",
            "users indexes",
            "experiencelevel",
            "accountstatus",
            "unique e-mail",
            "soft delete",
            "log positions",
            "log versions",
            "users rows",
            "reservations",
            "merkle tree",
            "checkpoints",
            "tracking tokens",
            "data keys",
            "key-encryption key");

    private static TestDatabase database;
    private static TestDatabase good;
    private static Patient patient;
    private static @Nullable String dorasKey;

    /** Ann is 1, Bob 2 and locked, Carl 3 and deleted, Dora 4 and erased: 7 events. */
    @BeforeAll
    static void goodStore() {
        database = TestDatabase.fresh();
        try (TestNode node = TestNode.on(database)) {
            for (String name : List.of("Ann", "bob", "carl", "dora")) {
                node.send(TestUsers.user(name + "@example.com"));
            }
            node.send(new ChangeStatus(2, AccountStatus.LOCKED));
            node.send(new SoftDelete(3));
            dorasKey = node.jdbc()
                    .queryForObject("SELECT wrapped_key::text FROM data_keys WHERE aggregate_id = '4'", String.class);
            node.send(new Erase(4));
            await().atMost(Duration.ofSeconds(30))
                    .until(
                            () -> node.jdbc().queryForObject("SELECT max(size) FROM checkpoints", Long.class),
                            Long.valueOf(7)::equals);
        }
        good = await().atMost(Duration.ofSeconds(30)).ignoreExceptions().until(database::backup, copy -> true);
        patient = new Patient(database);
    }

    @AfterAll
    static void leave() {
        patient.close();
    }

    @Test
    void goodStoreIsFoundGood() {
        List<Finding> findings = patient.findings();

        assertThat(findings).extracting(Finding::check).containsExactlyElementsOf(CHECKS);
        assertThat(findings).allMatch(Finding::ok).allMatch(finding -> finding.advice() == null);
        assertThat(findings)
                .extracting(Finding::found)
                .contains(
                        "7 events at 1 to 7",
                        "the tree is at the log's end, 7",
                        "checkpoints 0 is at the log's end, 7",
                        "one for each of 4 users, none for those erased");
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', textBlock = """
            migrations         | DELETE FROM flyway_schema_history WHERE version = '9'                    | pending: 9 merkle of the store
            migrations         | UPDATE flyway_schema_history SET checksum = 1 WHERE version = '3'        | otherwise than they are here: 3 tracking tokens
            migrations         | UPDATE flyway_schema_history SET version = '99' WHERE version = '9'      | a newer store has applied 99 merkle of the store
            migrations         | DELETE FROM flyway_keys_history WHERE version = '1'                      | pending: 1 data keys of the data keys
            migrations         | DROP TABLE flyway_schema_history                                         | pending: 1 event log
            tables             | DROP TABLE snapshots                                                     | missing: snapshots
            users columns      | ALTER TABLE users ALTER target_role TYPE varchar(100)                    | missing: target_role character varying(255). there instead or besides: target_role character varying(100)
            users columns      | ALTER TABLE users ALTER name DROP NOT NULL                               | name character varying(255) NOT NULL
            users columns      | ALTER TABLE users ALTER account_status SET DEFAULT 'ACTIVE'              | DEFAULT 'ACTIVE'::accountstatus
            users columns      | ALTER TABLE users ALTER updated_at SET DEFAULT '2000-01-01'               | updated_at timestamp
            users columns      | ALTER TABLE users ADD nick text                                          | there instead or besides: nick text
            users columns      | ALTER TABLE users RENAME last_login_at TO last_login                     | missing: last_login_at character varying(50)
            users columns      | ALTER TABLE users SET UNLOGGED                                           | no ordinary, logged table
            users columns      | ALTER TABLE users RENAME deleted_at TO d; ALTER TABLE users ADD deleted_at timestamp; ALTER TABLE users DROP d | in another order
            users indexes      | DROP INDEX ix_users_target_role                                          | ix_users_target_role should be on target_role and is missing
            users indexes      | DROP INDEX ix_users_target_role; CREATE INDEX ix_users_target_role ON users (lower(target_role)) | is on lower
            users indexes      | DROP INDEX ix_users_target_role; CREATE INDEX ix_users_target_role ON users (target_role) WHERE id > 1 | where
            users indexes      | ALTER TABLE users DROP CONSTRAINT ix_users_id; CREATE INDEX ix_users_id ON users (id) | ix_users_id should be unique on id and is on id
            experiencelevel    | ALTER TYPE experiencelevel ADD VALUE 'GURU'                              | PRINCIPAL, GURU instead of
            accountstatus      | ALTER TYPE accountstatus RENAME VALUE 'LOCKED' TO 'BLOCKED'              | BLOCKED instead of
            unique e-mail      | ALTER TABLE email_reservations DROP CONSTRAINT email_reservations_pkey   | email_reservations did not refuse
            soft delete        | CREATE RULE gone AS ON UPDATE TO users WHERE new.deleted_at IS NOT NULL DO INSTEAD DELETE FROM users WHERE id = old.id | did not stay
            soft delete        | CREATE RULE kept AS ON UPDATE TO users WHERE old.deleted_at IS NOT NULL DO INSTEAD NOTHING | could not be restored
            log positions      | UPDATE event_log SET position = 12 WHERE position = 7                    | 7 events, the last at 12; the one at 7 is missing
            log versions       | UPDATE event_log SET version = 5 WHERE position = 7                      | 1: 4 with gaps
            users rows         | DELETE FROM users WHERE id = 4                                           | 1: 4 missing
            users rows         | INSERT INTO users (id, email, password_hash, name) VALUES (9, 'erased-9@erased.invalid', '', '') | 1: 9 extra
            reservations       | DELETE FROM email_reservations WHERE user_id = 3                         | 1: 3 missing
            reservations       | UPDATE email_reservations SET address = 'Ann@example.com' WHERE user_id = 1 | 1: 1 other
            reservations       | INSERT INTO email_reservations VALUES ('x@example.com', 4)               | 1: 4 extra
            merkle tree        | UPDATE merkle_tiles SET index = index + 1 WHERE level = 0                 | the tree is at 263, and the log ends at 7
            checkpoints        | UPDATE checkpoints SET size = 8 WHERE size = 7                           | the newest is at 8, and the log ends at 7
            tracking tokens    | UPDATE tracking_tokens SET token = '{"globalIndex":8}' WHERE processor_name = 'checkpoints' | checkpoints 0 is at 8
            data keys          | DELETE FROM data_keys WHERE aggregate_id = '1'                           | missing for 1: 1
            data keys          | UPDATE data_keys SET wrapped_key = NULL, erased_at = now() WHERE aggregate_id = '3' | missing for 1: 3
            key-encryption key | UPDATE data_keys SET wrapped_key = '\\x00' WHERE aggregate_id = '2'      | the data keys of 2 do not verify
            key-encryption key | UPDATE key_generations SET check_value = '\\x00'                         | cannot unwrap the data keys of this database
            """)
    void damageIsSeenByItsCheckAlone(String check, String sql, String found) {
        patient.damage(sql);
        try {
            assertThat(patient.faults())
                    .containsOnlyKeys(check)
                    .hasEntrySatisfying(check, fault -> assertThat(fault).contains(found));
        } finally {
            patient.restore(good);
        }
    }

    @Test
    void settingOfTheDatabaseIsSeen() {
        patient.damage("ALTER DATABASE " + name() + " SET synchronous_commit = off");
        try {
            assertThat(patient.faults())
                    .containsOnlyKeys("settings")
                    .containsEntry("settings", "synchronous_commit is off");
        } finally {
            patient.restore(good);
        }
    }

    @Test
    void keyThatOutlivedItsUserIsSeen() {
        patient.damage(
                "UPDATE data_keys SET erased_at = NULL, wrapped_key = '" + dorasKey + "' WHERE aggregate_id = '4'");
        try {
            assertThat(patient.faults())
                    .containsOnlyKeys("data keys")
                    .containsEntry("data keys", "not destroyed although their users are erased: 1: 4");
        } finally {
            patient.restore(good);
        }
    }

    private static String name() {
        return database.url().replaceAll(".*/", "");
    }

    @Test
    void whatCannotBeExaminedForWantOfATableIsSaidToBeNotRun() {
        patient.damage("DROP TABLE key_generations");
        try {
            assertThat(patient.faults())
                    .containsOnlyKeys("key tables", "key-encryption key")
                    .containsEntry("key tables", "missing: key_generations")
                    .containsEntry("key-encryption key", "not run: there is no table key_generations");
        } finally {
            patient.restore(good);
        }
    }

    @Test
    void emptyDatabaseIsExaminedToTheEnd() {
        try (Patient empty = new Patient(TestDatabase.fresh())) {
            assertThat(empty.findings()).extracting(Finding::check).containsExactlyElementsOf(CHECKS);
            assertThat(empty.faults().keySet())
                    .containsExactlyInAnyOrderElementsOf(CHECKS.stream()
                            .filter(check -> !Set.of("database", "settings").contains(check))
                            .toList());
        }
    }

    @Test
    void databaseOutOfReachIsOneFaultAndTheRestIsNotRun() {
        TestDatabase gone = TestDatabase.fresh();
        gone.refuseConnections();
        try (Patient nowhere = new Patient(gone, "spring.datasource.hikari.connection-timeout=250")) {
            List<Finding> findings = nowhere.findings();

            assertThat(findings).extracting(Finding::check).containsExactlyElementsOf(CHECKS);
            assertThat(findings.get(0).found()).contains("is not currently accepting connections");
            assertThat(findings.subList(1, findings.size()))
                    .allMatch(finding -> finding.found().equals("not run: the database cannot be reached"));
        }
    }

    @Test
    void keyEncryptionKeyThatIsMissingOrAnothersIsSaid() throws IOException {
        Path file = Path.of(database.dataFolder()).resolve("key-encryption-keys.json");
        Path kept = file.resolveSibling("kept");
        Files.move(file, kept);
        try {
            assertThat(patient.faults()).containsOnlyKeys("key-encryption key");
            assertThat(file).doesNotExist();
            Files.copy(Path.of("src/test/resources/approved/keys/key-encryption-keys.json"), file);
            assertThat(patient.faults()).containsOnlyKeys("key-encryption key");
        } finally {
            Files.move(kept, file, StandardCopyOption.REPLACE_EXISTING);
        }
        assertThat(patient.faults()).isEmpty();
    }

    @Test
    void examinationLeavesNothingBehind() {
        String everything = Stream.of("users", "email_reservations", "event_log", "data_keys", "key_generations")
                .map(table -> "SELECT '" + table + "' || " + table + "::text FROM " + table)
                .reduce((one, other) -> one + " UNION ALL " + other)
                .orElseThrow();
        JdbcTemplate jdbc = new JdbcTemplate(database.dataSource());
        List<String> before = jdbc.queryForList(everything, String.class);

        patient.findings();

        assertThat(jdbc.queryForList(everything, String.class)).isEqualTo(before);
    }
}
