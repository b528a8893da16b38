package io.userstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.userstore.eventlog.MetaDataKeys;
import io.userstore.user.AccountStanding;
import io.userstore.user.AccountStatus;
import io.userstore.user.UserRejected;
import io.userstore.user.command.ChangeStatus;
import io.userstore.user.command.RecordFailedLogin;
import io.userstore.user.command.RecordLogin;
import io.userstore.user.command.SoftDelete;
import org.axonframework.commandhandling.CommandResultMessage;
import org.axonframework.messaging.MetaData;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** G5: a node whose cache holds an older state decides on the log's, whether it accepts, refuses or does nothing. */
class FreshDecisionsTest {

    private static TestNode one;
    private static TestNode other;
    private static int count;
    private long id;

    @BeforeAll
    static void start() {
        TestDatabase database = TestDatabase.fresh();
        one = TestNode.on(database);
        other = TestNode.on(database);
    }

    @AfterAll
    static void stop() {
        one.close();
        other.close();
    }

    /** A user whom both nodes have cached, ACTIVE, with one failed login. */
    @BeforeEach
    void cachedOnBothNodes() {
        id = one.<Long>send(TestUsers.user("fresh" + count++ + "@example.com"));
        other.send(new RecordFailedLogin(id));
        one.send(new ChangeStatus(id, AccountStatus.ACTIVE));
    }

    @Test
    void doingNothingOnAnOldStateBecomesAnEffect() {
        other.send(new ChangeStatus(id, AccountStatus.SUSPENDED));

        one.send(new ChangeStatus(id, AccountStatus.ACTIVE));

        assertThat(status()).isEqualTo("ACTIVE");
        assertThat(version()).isEqualTo(3);
    }

    @Test
    void refusalOnAnOldStateBecomesAnAcceptance() {
        one.send(new ChangeStatus(id, AccountStatus.SUSPENDED));
        one.send(new RecordFailedLogin(id));
        other.send(new ChangeStatus(id, AccountStatus.ACTIVE));

        assertThatCode(() -> one.send(new RecordLogin(id))).doesNotThrowAnyException();
    }

    @Test
    void acceptanceOnAnOldStateBecomesARefusal() {
        other.send(new SoftDelete(id));

        UserRejected rejection = catchThrowableOfType(UserRejected.class, () -> one.send(new RecordLogin(id)));

        assertThat(rejection.code()).isEqualTo(UserRejected.Code.USER_DELETED);
    }

    @Test
    void answerWithoutEffectShowsTheLogsState() {
        one.send(new ChangeStatus(id, AccountStatus.SUSPENDED));
        one.send(new RecordFailedLogin(id));
        other.send(new ChangeStatus(id, AccountStatus.ACTIVE));
        other.send(new ChangeStatus(id, AccountStatus.LOCKED));

        AccountStanding standing = one.send(new RecordFailedLogin(id));

        assertThat(standing.accountStatus()).isEqualTo(AccountStatus.LOCKED);
    }

    @Test
    void expectedVersionIsComparedWithTheLogs() {
        other.send(new RecordFailedLogin(id));

        CommandResultMessage<?> outdated =
                one.send(new RecordLogin(id), MetaData.with(MetaDataKeys.EXPECTED_VERSION, 1L));
        CommandResultMessage<?> current =
                one.send(new RecordLogin(id), MetaData.with(MetaDataKeys.EXPECTED_VERSION, 2L));

        assertThat(outdated.exceptionResult())
                .isInstanceOfSatisfying(
                        UserRejected.class,
                        rejection -> assertThat(rejection.code()).isEqualTo(UserRejected.Code.VERSION_CONFLICT));
        assertThat(current.isExceptional()).isFalse();
    }

    private String status() {
        return String.valueOf(
                one.jdbc().queryForObject("SELECT account_status FROM users WHERE id = ?", String.class, id));
    }

    private long version() {
        Long version = one.jdbc()
                .queryForObject(
                        "SELECT max(version) FROM event_log WHERE aggregate_id = ?", Long.class, Long.toString(id));
        return version == null ? -1 : version;
    }
}
