package io.userstore;

import static org.assertj.core.api.Assertions.assertThat;

import io.userstore.eventlog.MetaDataKeys;
import io.userstore.user.AccountStatus;
import io.userstore.user.EmailAddress;
import io.userstore.user.UserRejected;
import io.userstore.user.command.ChangeEmail;
import io.userstore.user.command.ChangeStatus;
import io.userstore.user.command.RecordFailedLogin;
import io.userstore.user.command.RecordLogin;
import io.userstore.user.command.Restore;
import io.userstore.user.command.SoftDelete;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongFunction;
import java.util.stream.Stream;
import org.axonframework.commandhandling.CommandResultMessage;
import org.axonframework.messaging.MetaData;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** G6: the same key never changes anything twice, it gives the first outcome. */
class IdempotencyTest {

    private static final AtOnce callers = new AtOnce();
    private static TestNode one;
    private static TestNode other;
    private static int count;

    @BeforeAll
    static void start() {
        TestDatabase database = TestDatabase.fresh();
        one = TestNode.on(database);
        other = TestNode.on(database);
    }

    @AfterAll
    static void stop() {
        callers.close();
        one.close();
        other.close();
    }

    private static MetaData key(String key) {
        return MetaData.with(MetaDataKeys.IDEMPOTENCY_KEY, key);
    }

    private static String unique(String prefix) {
        return prefix + count++;
    }

    private static long newUser() {
        return one.<Long>send(TestUsers.user(unique("u") + "@example.com"));
    }

    private static long events() {
        Long events = one.jdbc().queryForObject("SELECT count(*) FROM event_log", Long.class);
        return events == null ? 0 : events;
    }

    static Stream<Named<LongFunction<Object>>> commands() {
        return Stream.of(
                Named.of("ChangeStatus", id -> new ChangeStatus(id, AccountStatus.SUSPENDED)),
                Named.of("RecordFailedLogin", RecordFailedLogin::new),
                Named.of("RecordLogin", RecordLogin::new),
                Named.of("ChangeEmail", id -> new ChangeEmail(id, EmailAddress.of("moved" + id + "@example.com"))),
                Named.of("SoftDelete", SoftDelete::new));
    }

    @ParameterizedTest
    @MethodSource("commands")
    void thirtyTwoCallersWithOneKeyHaveOneEffectAndOneAnswer(LongFunction<Object> command) {
        long id = newUser();
        long before = events();
        String key = unique("key");

        List<CommandResultMessage<?>> answers =
                callers.run(32, caller -> () -> (caller % 2 == 0 ? one : other).send(command.apply(id), key(key)));

        assertThat(events()).isEqualTo(before + 1);
        assertThat(distinct(answers)).hasSize(1);
    }

    @Test
    void thirtyTwoRegistrationsWithOneKeyMakeOneUser() {
        long before = events();
        String key = unique("key");
        String email = unique("same") + "@example.com";

        List<CommandResultMessage<?>> answers =
                callers.run(32, caller -> () -> (caller % 2 == 0 ? one : other).send(TestUsers.user(email), key(key)));

        assertThat(events()).isEqualTo(before + 1);
        assertThat(distinct(answers)).hasSize(1);
        assertThat(answers.get(0).getPayload()).isInstanceOf(Long.class);
    }

    /** What a caller can tell one answer from another by. */
    private static Set<List<Object>> distinct(List<CommandResultMessage<?>> answers) {
        Set<List<Object>> distinct = new HashSet<>();
        for (CommandResultMessage<?> answer : answers) {
            if (answer.isExceptional()) {
                throw new AssertionError(answer.exceptionResult());
            }
            distinct.add(List.of(
                    String.valueOf((Object) answer.getPayload()),
                    answer.getMetaData().get(MetaDataKeys.AGGREGATE_ID),
                    answer.getMetaData().get(MetaDataKeys.VERSION)));
        }
        return distinct;
    }

    @Test
    void repeatedCommandGivesTheFirstOutcomeWhateverHappenedSince() {
        long id = newUser();
        String key = unique("key");
        CommandResultMessage<?> first = one.send(new ChangeStatus(id, AccountStatus.SUSPENDED), key(key));
        one.send(new ChangeStatus(id, AccountStatus.ACTIVE));
        long before = events();

        CommandResultMessage<?> repeated = other.send(new ChangeStatus(id, AccountStatus.SUSPENDED), key(key));

        assertThat(distinct(List.of(first, repeated))).hasSize(1);
        assertThat(events()).isEqualTo(before);
    }

    @Test
    void commandWithoutEffectIsAnOutcomeTooAndTakesNoEffectLater() {
        long id = newUser();
        String key = unique("key");
        CommandResultMessage<?> first = one.send(new ChangeStatus(id, AccountStatus.ACTIVE), key(key));
        one.send(new ChangeStatus(id, AccountStatus.SUSPENDED));
        long before = events();

        CommandResultMessage<?> repeated = one.send(new ChangeStatus(id, AccountStatus.ACTIVE), key(key));

        assertThat(distinct(List.of(first, repeated))).hasSize(1);
        assertThat(events()).isEqualTo(before);
    }

    @Test
    void refusedCommandLeavesNothingBehindAndIsJudgedAnew() {
        long id = newUser();
        one.send(new SoftDelete(id));
        String key = unique("key");
        assertThat(one.send(new RecordFailedLogin(id), key(key)).isExceptional())
                .isTrue();
        one.send(new Restore(id));

        assertThat(one.send(new RecordFailedLogin(id), key(key)).isExceptional())
                .isFalse();
    }

    @Test
    void keyOfAnotherCommandIsRefused() {
        long id = newUser();
        String key = unique("key");
        one.send(new RecordFailedLogin(id), key(key));
        long before = events();

        CommandResultMessage<?> reused = other.send(new RecordFailedLogin(newUser()), key(key));

        assertThat(reused.exceptionResult())
                .isInstanceOfSatisfying(
                        UserRejected.class,
                        rejection -> assertThat(rejection.code()).isEqualTo(UserRejected.Code.IDEMPOTENCY_KEY_REUSED));
        assertThat(events()).isEqualTo(before + 1);
    }
}
