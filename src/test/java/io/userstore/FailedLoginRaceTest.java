package io.userstore;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.userstore.user.AccountStanding;
import io.userstore.user.AccountStatus;
import io.userstore.user.command.RecordFailedLogin;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;

/** Parallel failures never admit more attempts than the limit, on any number of nodes. */
class FailedLoginRaceTest {

    private static final int LIMIT = 5;
    private static final int CALLERS = 200;

    private static final AtOnce callers = new AtOnce();
    private static TestNode one;
    private static TestNode other;
    private static int round;

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

    @RepeatedTest(5)
    void twoHundredFailuresAtOnceCountToTheLimitAndLockOnce() {
        long id = one.<Long>send(TestUsers.user("victim" + round++ + "@example.com"));
        double refusedBefore = refused();

        List<AccountStanding> answers =
                callers.run(CALLERS, caller -> () -> (caller % 2 == 0 ? one : other).send(new RecordFailedLogin(id)));

        assertThat(answers.stream().filter(AccountStanding::counted)).hasSize(LIMIT);
        assertThat(answers).filteredOn(answer -> !answer.counted()).allSatisfy(answer -> {
            assertThat(answer.accountStatus()).isEqualTo(AccountStatus.LOCKED);
            assertThat(answer.failedLoginAttempts()).isEqualTo(LIMIT);
            assertThat(answer.lockedUntil()).isNotNull();
        });
        assertThat(one.jdbc()
                        .queryForList(
                                "SELECT type FROM event_log WHERE aggregate_id = ? ORDER BY version",
                                String.class,
                                Long.toString(id)))
                .containsExactly(
                        "user.registered",
                        "user.login-failed",
                        "user.login-failed",
                        "user.login-failed",
                        "user.login-failed",
                        "user.login-failed",
                        "user.status-changed");
        assertThat(refused() - refusedBefore).isEqualTo(CALLERS - LIMIT);
        assertThat(one.jdbc().queryForObject("SELECT failed_login_attempts FROM users WHERE id = ?", String.class, id))
                .isEqualTo("5");
    }

    private static double refused() {
        return Stream.of(one, other)
                .mapToDouble(node -> node.bean(MeterRegistry.class)
                        .get("userstore.logins.refused")
                        .counter()
                        .count())
                .sum();
    }
}
