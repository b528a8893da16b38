package io.userstore.directory;

import static io.userstore.TestUsers.HASH;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.userstore.TestDatabase;
import io.userstore.TestNode;
import io.userstore.TestUsers;
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
import io.userstore.user.command.RecordFailedLogin;
import io.userstore.user.command.RecordLogin;
import io.userstore.user.command.Register;
import io.userstore.user.command.Restore;
import io.userstore.user.command.SoftDelete;
import io.userstore.user.command.UserCommand;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;

/** The {@code users} table as everyone who reads it by SQL may rely on it. */
class UsersTableTest {

    private static final PasswordHash OTHER_HASH =
            PasswordHash.of("$2b$12$abcdefghijklmnopqrstuv01234ABCDEFGHIJKLMNOPQRSTUVWXYZ");

    private static TestDatabase database;
    private static TestNode node;
    private static JdbcTemplate jdbc;

    @BeforeAll
    static void start() {
        database = TestDatabase.fresh();
        node = TestNode.on(database);
        jdbc = node.jdbc();
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    @Test
    void columnsAreExactlyTheContracts() {
        assertThat(lines("""
                        SELECT concat_ws(' ', attname, format_type(atttypid, atttypmod),
                                              CASE WHEN attnotnull THEN 'not null' ELSE 'null' END,
                                              'default ' || pg_get_expr(adbin, adrelid))
                          FROM pg_attribute
                          LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
                         WHERE attrelid = 'users'::regclass
                           AND attnum > 0
                           AND NOT attisdropped
                         ORDER BY attnum
                        """))
                .containsExactly(
                        "id bigint not null",
                        "created_at timestamp without time zone not null default now()",
                        "updated_at timestamp without time zone not null default now()",
                        "deleted_at timestamp without time zone null",
                        "email character varying(255) not null",
                        "password_hash character varying(255) not null",
                        "name character varying(255) not null",
                        "target_role character varying(255) null",
                        "experience_level experiencelevel null",
                        "account_status accountstatus not null default 'PENDING_VERIFICATION'::accountstatus",
                        "failed_login_attempts character varying(10) not null default '0'::character varying",
                        "last_login_at character varying(50) null");
    }

    @Test
    void enumTypesHaveTheContractsLabelsInItsOrder() {
        assertThat(lines("SELECT unnest(enum_range(NULL::experiencelevel))"))
                .containsExactly("ENTRY", "JUNIOR", "MID", "SENIOR", "LEAD", "PRINCIPAL");
        assertThat(lines("SELECT unnest(enum_range(NULL::accountstatus))"))
                .containsExactly("PENDING_VERIFICATION", "ACTIVE", "SUSPENDED", "LOCKED");
    }

    @Test
    void indexesAreTheContractsAndNoColumnIsIndexedTwice() {
        assertThat(lines("""
                        SELECT concat_ws(' ', indexrelid::regclass,
                                              CASE WHEN indisprimary THEN 'primary' END,
                                              CASE WHEN indisunique THEN 'unique' END,
                                              amname, indnkeyatts, attname,
                                              CASE WHEN indpred IS NOT NULL THEN 'partial' END,
                                              CASE WHEN NOT indisvalid THEN 'invalid' END)
                          FROM pg_index
                          JOIN pg_class ON pg_class.oid = indexrelid
                          JOIN pg_am ON pg_am.oid = relam
                          LEFT JOIN pg_attribute ON attrelid = indrelid AND attnum = ANY (indkey)
                         WHERE indrelid = 'users'::regclass
                         ORDER BY 1
                        """))
                .containsExactly(
                        "ix_users_email unique btree 1 email",
                        "ix_users_id primary unique btree 1 id",
                        "ix_users_target_role btree 1 target_role");
    }

    @Test
    void rowShowsWhatEachCommandDidToTheByte() {
        long id = node.<Long>send(new Register(
                EmailAddress.of("Ann.B@BÜCHER.example"),
                HASH,
                PersonName.of("Ann \"Ä\" \\ B, (x) 😀"),
                TargetRole.of("Entwicklung & Bau"),
                ExperienceLevel.MID,
                null));
        String created = occurredAt(id, 0);
        assertThat(row(id))
                .isEqualTo(List.of(
                        Long.toString(id),
                        created,
                        created,
                        "-",
                        "Ann.B@xn--bcher-kva.example",
                        HASH.value(),
                        "Ann \"Ä\" \\ B, (x) 😀",
                        "Entwicklung & Bau",
                        "MID",
                        "PENDING_VERIFICATION",
                        "0",
                        "-"));

        node.send(new ChangeStatus(id, AccountStatus.ACTIVE));
        assertThat(row(id)).containsSubsequence(created, occurredAt(id, 1), "-", "ACTIVE", "0", "-");

        node.send(new RecordFailedLogin(id));
        node.send(new RecordFailedLogin(id));
        assertThat(row(id)).containsSubsequence(created, occurredAt(id, 3), "-", "ACTIVE", "2", "-");

        node.send(new RecordLogin(id));
        String login = jdbc.queryForObject("SELECT last_login_at FROM users WHERE id = ?", String.class, id);
        assertThat(login).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d{3}|\\.\\d{6})?Z");
        assertThat(jdbc.queryForObject("SELECT (?::timestamptz AT TIME ZONE 'UTC')::text", String.class, login))
                .isEqualTo(occurredAt(id, 4));
        assertThat(row(id)).containsSubsequence(created, occurredAt(id, 4), "-", "ACTIVE", "0", login);

        node.send(new ChangeProfile(id, PersonName.of("Anna"), null, null));
        assertThat(row(id))
                .containsSubsequence(created, occurredAt(id, 5), "-", "Anna", "-", "-", "ACTIVE", "0", login);

        node.send(new ChangeEmail(id, EmailAddress.of("ANNA@example.com")));
        assertThat(row(id)).containsSubsequence(created, occurredAt(id, 6), "-", "ANNA@example.com", HASH.value());

        node.send(new ChangePassword(id, OTHER_HASH));
        assertThat(row(id)).containsSubsequence(created, occurredAt(id, 7), "-", OTHER_HASH.value(), "Anna");

        node.send(new ChangeStatus(id, AccountStatus.SUSPENDED));
        node.send(new SoftDelete(id));
        assertThat(row(id))
                .isEqualTo(List.of(
                        Long.toString(id),
                        created,
                        occurredAt(id, 9),
                        occurredAt(id, 9),
                        "ANNA@example.com",
                        OTHER_HASH.value(),
                        "Anna",
                        "-",
                        "-",
                        "SUSPENDED",
                        "0",
                        login));

        node.send(new Restore(id));
        assertThat(row(id)).containsSubsequence(created, occurredAt(id, 10), "-", "SUSPENDED", "0", login);
    }

    @Test
    void lockAndUnlockShowInTheRowAndAmongTheLocks() {
        long id = node.<Long>send(TestUsers.user("locked-row@example.com"));
        for (int i = 0; i < 5; i++) {
            node.send(new RecordFailedLogin(id));
        }
        assertThat(row(id)).containsSubsequence(occurredAt(id, 0), occurredAt(id, 6), "-", "LOCKED", "5", "-");
        assertThat(lines("SELECT concat_ws(' ', user_id, status_before) FROM account_locks WHERE locked_until > now()"))
                .contains(id + " ACTIVE");

        node.send(new ChangeStatus(id, AccountStatus.ACTIVE));
        assertThat(row(id)).containsSubsequence(occurredAt(id, 0), occurredAt(id, 7), "-", "ACTIVE", "0", "-");
        assertThat(lines("SELECT user_id::text FROM account_locks")).doesNotContain(Long.toString(id));
    }

    @Test
    void commandOnAUserWithoutRowFailsAndLeavesNothingBehind() {
        long id = node.<Long>send(TestUsers.user("lost@example.com"));
        List<String> saved = row(id);
        jdbc.update("CREATE TABLE lost AS SELECT * FROM users WHERE id = ?", id);
        jdbc.update("DELETE FROM users WHERE id = ?", id);
        List<String> before = everything();

        for (UserCommand command : List.of(
                new RecordFailedLogin(id), new SoftDelete(id), new ChangeEmail(id, EmailAddress.of("x@example.com")))) {
            assertThatThrownBy(() -> node.send(command)).isInstanceOf(RuntimeException.class);
        }

        assertThat(everything()).isEqualTo(before);
        jdbc.update("INSERT INTO users SELECT * FROM lost");
        jdbc.execute("DROP TABLE lost");
        assertThat(row(id)).isEqualTo(saved);
        node.send(new RecordFailedLogin(id));
        assertThat(row(id)).containsSubsequence("ACTIVE", "1");
    }

    @Test
    void roleThatMayOnlyReadAndInsertInTheLogIsAllThatCommandsNeed() {
        JdbcTemplate superuser = new JdbcTemplate(database.superuserDataSource());
        superuser.execute("""
                CREATE ROLE clerk LOGIN PASSWORD 'test';
                GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO clerk;
                GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO clerk;
                REVOKE UPDATE, DELETE ON event_log FROM clerk;
                """);
        try (TestNode clerk = TestNode.on(
                database,
                "spring.datasource.hikari.username=clerk",
                "spring.datasource.hikari.password=test",
                "spring.flyway.enabled=false",
                "userstore.event-log.snapshot-threshold=3")) {
            assertThat(clerk.jdbc().queryForObject("SELECT current_user", String.class))
                    .isEqualTo("clerk");
            long id = clerk.<Long>send(TestUsers.user("clerk@example.com"));
            for (UserCommand command : List.of(
                    new RecordLogin(id),
                    new RecordFailedLogin(id),
                    new ChangeProfile(id, PersonName.of("Anna"), null, null),
                    new ChangeEmail(id, EmailAddress.of("clerk2@example.com")),
                    new ChangePassword(id, OTHER_HASH),
                    new ChangeStatus(id, AccountStatus.LOCKED),
                    new ChangeStatus(id, AccountStatus.ACTIVE),
                    new SoftDelete(id),
                    new Restore(id))) {
                clerk.send(command);
            }

            assertThat(clerk.ask(new FindUser(id, false), UserView.class)
                            .orElseThrow()
                            .version())
                    .isEqualTo(9);
            for (String change :
                    List.of("UPDATE event_log SET payload = payload", "DELETE FROM event_log", "TRUNCATE event_log")) {
                assertThatThrownBy(() -> clerk.jdbc().execute(change)).isInstanceOf(DataAccessException.class);
            }
        } finally {
            superuser.execute("DROP OWNED BY clerk; DROP ROLE clerk");
        }
    }

    private static List<String> lines(String sql) {
        return jdbc.queryForList(sql, String.class);
    }

    /** Each column as PostgreSQL writes it, in the table's order; null as a dash. */
    private static List<String> row(long id) {
        return jdbc.queryForObject(
                """
                        SELECT ARRAY[id::text, created_at::text, updated_at::text, deleted_at::text, email,
                                     password_hash, name, target_role, experience_level::text, account_status::text,
                                     failed_login_attempts, last_login_at]
                          FROM users
                         WHERE id = ?
                        """, (row, n) -> texts((String[]) row.getArray(1).getArray()), id);
    }

    private static List<String> texts(String[] columns) {
        return Stream.of(columns).map(text -> text == null ? "-" : text).toList();
    }

    /** The time of the event in the log, as a time in UTC without zone. */
    private static String occurredAt(long id, long version) {
        return String.valueOf(jdbc.queryForObject(
                "SELECT (occurred_at AT TIME ZONE 'UTC')::text FROM event_log WHERE aggregate_id = ? AND version = ?",
                String.class,
                Long.toString(id),
                version));
    }

    /** All that a command could leave behind. */
    private static List<String> everything() {
        return lines("""
                SELECT 'event ' || event_log::text FROM event_log
                UNION ALL
                SELECT 'user ' || users::text FROM users
                UNION ALL
                SELECT 'reservation ' || email_reservations::text FROM email_reservations
                UNION ALL
                SELECT 'lock ' || account_locks::text FROM account_locks
                UNION ALL
                SELECT 'key ' || idempotency_keys::text FROM idempotency_keys
                ORDER BY 1
                """);
    }
}
