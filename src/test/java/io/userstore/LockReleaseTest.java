package io.userstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.userstore.user.AccountStanding;
import io.userstore.user.AccountStatus;
import io.userstore.user.command.RecordFailedLogin;
import io.userstore.user.command.SoftDelete;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Locks end by themselves, each once, however many nodes look after them. */
class LockReleaseTest {

    private static final String[] SHORT_LOCKS = {"userstore.lockout.limit=1", "userstore.lockout.duration=300ms"};
    private static final int USERS = 50;

    private static TestNode one;
    private static TestNode other;

    @BeforeAll
    static void start() {
        TestDatabase database = TestDatabase.fresh();
        one = TestNode.on(database, SHORT_LOCKS);
        other = TestNode.on(database, SHORT_LOCKS);
    }

    @AfterAll
    static void stop() {
        one.close();
        other.close();
    }

    @Test
    void everyExpiredLockIsReleasedOnceByTheStoreItself() {
        List<Long> locked = new ArrayList<>();
        for (int i = 0; i < USERS; i++) {
            long id = one.<Long>send(TestUsers.user("locked" + i + "@example.com"));
            AccountStanding standing = one.send(new RecordFailedLogin(id));
            assertThat(standing.accountStatus()).isEqualTo(AccountStatus.LOCKED);
            locked.add(id);
        }
        long deleted = one.<Long>send(TestUsers.user("deleted@example.com"));
        one.send(new RecordFailedLogin(deleted));
        one.send(new SoftDelete(deleted));

        await().atMost(Duration.ofSeconds(30))
                .until(() -> one.jdbc()
                        .queryForList("SELECT id FROM users WHERE account_status = 'LOCKED'", Long.class)
                        .equals(List.of(deleted)));

        assertThat(one.jdbc().queryForList("""
                                SELECT aggregate_id::bigint
                                  FROM event_log
                                 WHERE type = 'user.status-changed'
                                   AND payload ->> 'cause' = 'LOCK_EXPIRED'
                                   AND payload ->> 'to' = 'ACTIVE'
                                   AND metadata ->> 'actor' = 'userstore'
                                """, Long.class)).containsExactlyInAnyOrderElementsOf(locked);
        assertThat(one.jdbc()
                        .queryForList(
                                "SELECT DISTINCT failed_login_attempts FROM users WHERE id <> ?",
                                String.class,
                                deleted))
                .containsExactly("0");
    }
}
