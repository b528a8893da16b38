package io.userstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.userstore.directory.FindUser;
import io.userstore.directory.UserView;
import io.userstore.eventlog.MetaDataKeys;
import io.userstore.user.AccountStatus;
import io.userstore.user.EmailAddress;
import io.userstore.user.PasswordHash;
import io.userstore.user.PersonName;
import io.userstore.user.TargetRole;
import io.userstore.user.command.ChangeEmail;
import io.userstore.user.command.ChangePassword;
import io.userstore.user.command.ChangeProfile;
import io.userstore.user.command.ChangeStatus;
import io.userstore.user.command.Erase;
import io.userstore.user.command.RecordFailedLogin;
import io.userstore.user.command.RecordLogin;
import io.userstore.user.command.Register;
import io.userstore.user.command.ReleaseLock;
import io.userstore.user.command.Restore;
import io.userstore.user.command.SoftDelete;
import io.userstore.user.command.UserCommand;
import java.io.IOException;
import java.io.StringWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.axonframework.commandhandling.CommandResultMessage;
import org.axonframework.messaging.MetaData;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;

/** G9: a thousand users, each full of words that are found nowhere else, and what a dump of the database says of them. */
class CanaryTest {

    private static final int USERS = 1_000;
    private static final int CALLERS = 16;

    /** What holds personal data in clear as the contract has it, or its case-folded addresses. */
    private static final List<String> IN_CLEAR = List.of("users", "email_reservations");

    private static final TestDatabase DATABASE = TestDatabase.fresh();
    private static TestNode node;
    private static List<Person> people;

    /** A user, and a word that is in everything personal that was ever said of it. */
    private record Person(long id, String canary) {}

    @BeforeAll
    static void exerciseEveryCommand() {
        node = TestNode.on(DATABASE, "userstore.event-log.snapshot-threshold=10");
        people = eachOf(USERS, CanaryTest::live);
        await().atMost(Duration.ofSeconds(60)).until(() -> count("SELECT count(*) FROM snapshots") == USERS);
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    @Test
    void dumpKnowsNobodyButInTheTableOfUsersAndNoErasedUserEvenThere() {
        Map<String, String> before = dump();
        before.forEach((table, rows) -> {
            if (!IN_CLEAR.contains(table)) {
                assertThat(canariesIn(rows)).as("canaries in %s", table).isZero();
            }
        });
        assertThat(canariesIn(before.getOrDefault("users", "")))
                .as("the search itself")
                .isGreaterThan(USERS);

        List<Person> erased = people.subList(0, USERS / 2);
        List<Person> others = people.subList(USERS / 2, USERS);
        Map<Long, UserView> othersBefore = profiles(others);
        eachOf(
                erased.size(),
                i -> send(new Erase(erased.get(i).id()), erased.get(i).canary()));

        Map<String, String> after = dump();
        after.forEach((table, rows) -> erased.forEach(person -> assertThat(rows.contains(person.canary()))
                .as("an erased user in %s", table)
                .isFalse()));
        assertThat(profiles(others)).isEqualTo(othersBefore);
        assertThat(count("SELECT count(*) FROM snapshots")).isEqualTo(others.size());
        // Whose aggregates and keys have to be read again, because everything was forgotten.
        eachOf(
                others.size(),
                i -> send(
                        new RecordFailedLogin(others.get(i).id()), others.get(i).canary()));
        eachOf(erased.size(), i -> register(erased.get(i).canary()));
    }

    /** Through every command there is, and back to where all of them are possible. */
    private static Person live(int number) {
        String canary = "canary%dx".formatted(100_000 + number);
        long id = register(canary);
        Person person = new Person(id, canary);
        for (UserCommand command : List.of(
                new RecordLogin(id),
                new RecordFailedLogin(id),
                new ChangeProfile(id, PersonName.of(canary + " Other"), TargetRole.of(canary + " role"), null),
                new ChangeEmail(id, EmailAddress.of(canary + "@moved.example.com")),
                new ChangeEmail(id, EmailAddress.of(canary + "@example.com")),
                new ChangePassword(id, hash(canary)),
                new ChangeStatus(id, AccountStatus.SUSPENDED),
                new ChangeStatus(id, AccountStatus.ACTIVE),
                new SoftDelete(id),
                new Restore(id),
                new ReleaseLock(id, Instant.EPOCH),
                new RecordLogin(id))) {
            send(command, canary);
        }
        return person;
    }

    private static long register(String canary) {
        Register command = new Register(
                EmailAddress.of(canary + "@example.com"),
                hash(canary),
                PersonName.of(canary),
                TargetRole.of(canary),
                null,
                AccountStatus.ACTIVE);
        return (Long) send(command, canary);
    }

    private static PasswordHash hash(String canary) {
        return PasswordHash.of("$2b$12$" + canary + "e".repeat(53 - canary.length()));
    }

    private static Object send(Object command, String canary) {
        CommandResultMessage<?> result = node.send(
                command,
                MetaData.with(MetaDataKeys.REASON, "because of " + canary)
                        .and(MetaDataKeys.ON_BEHALF_OF, canary + " of sales")
                        .and(MetaDataKeys.SOURCE_ADDRESS, canary + ".example.net")
                        .and(
                                MetaDataKeys.IDEMPOTENCY_KEY,
                                java.util.UUID.randomUUID().toString()));
        if (result.isExceptional()) {
            throw new AssertionError(command.toString(), result.exceptionResult());
        }
        return result.getPayload() == null ? "" : result.getPayload();
    }

    private static <R> List<R> eachOf(int count, java.util.function.IntFunction<R> work) {
        try (AtOnce callers = new AtOnce()) {
            return callers
                    .run(CALLERS, caller -> (Callable<Map<Integer, R>>) () -> {
                        Map<Integer, R> results = new TreeMap<>();
                        for (int i = caller; i < count; i += CALLERS) {
                            results.put(i, work.apply(i));
                        }
                        return results;
                    })
                    .stream()
                    .collect(TreeMap<Integer, R>::new, TreeMap::putAll, TreeMap::putAll)
                    .values()
                    .stream()
                    .toList();
        }
    }

    private static Map<Long, UserView> profiles(List<Person> people) {
        Map<Long, UserView> profiles = new TreeMap<>();
        people.forEach(person -> profiles.put(
                person.id(),
                node.ask(new FindUser(person.id(), true), UserView.class).orElseThrow()));
        return profiles;
    }

    private static long canariesIn(String rows) {
        return people.stream().filter(person -> rows.contains(person.canary())).count()
                + rows.lines().filter(line -> line.contains("canary")).count();
    }

    private static long count(String sql) {
        Long count = node.jdbc().queryForObject(sql, Long.class);
        return count == null ? 0 : count;
    }

    /** What pg_dump writes of each table, by the same command: pg_dump itself is no part of the embedded PostgreSQL. */
    private static Map<String, String> dump() {
        Map<String, String> rows = new TreeMap<>();
        try (Connection connection = DATABASE.dataSource().getConnection()) {
            for (String table : new ArrayList<>(node.jdbc()
                    .queryForList("SELECT tablename FROM pg_tables WHERE schemaname = 'public'", String.class))) {
                StringWriter copy = new StringWriter();
                connection.unwrap(PGConnection.class).getCopyAPI().copyOut("COPY " + table + " TO STDOUT", copy);
                rows.put(table, copy.toString());
            }
        } catch (SQLException | IOException e) {
            throw new AssertionError(e);
        }
        assertThat(rows.keySet())
                .contains("event_log", "snapshots", "tracking_tokens", "idempotency_keys", "data_keys");
        return rows;
    }
}
