package io.userstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.userstore.user.AccountStanding;
import io.userstore.user.AccountStatus;
import io.userstore.user.command.ChangeStatus;
import io.userstore.user.command.RecordFailedLogin;
import io.userstore.user.command.RecordLogin;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A long stream is loaded from its snapshot, and a snapshot is never more than a short cut. */
class SnapshotsTest {

    private static final String[] SMALL = {
        "userstore.event-log.snapshot-threshold=10", "userstore.event-log.cached-aggregates=0"
    };

    private static TestNode node;
    private static int count;

    @BeforeAll
    static void start() {
        node = TestNode.on(TestDatabase.fresh(), SMALL);
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    @Test
    void streamIsLoadedFromItsSnapshotAndTheEventsAfterIt() {
        long id = userWithSnapshot();
        // What the snapshot covers is taken away: only who reads the snapshot still knows it.
        node.jdbc().update("""
                            DELETE FROM event_log
                             USING snapshots
                             WHERE event_log.aggregate_id = ?
                               AND snapshots.aggregate_id = event_log.aggregate_id
                               AND event_log.version <= snapshots.version
                            """, Long.toString(id));

        AccountStanding standing = node.send(new RecordFailedLogin(id));

        assertThat(standing.accountStatus()).isEqualTo(AccountStatus.LOCKED);
        assertThat(standing.failedLoginAttempts()).isEqualTo(5);
    }

    @Test
    void snapshotOfAnotherRevisionIsPassedOver() {
        long id = userWithSnapshot();
        node.jdbc().update("UPDATE snapshots SET revision = '0', payload = '{\"of\": \"another time\"}'");

        AccountStanding standing = node.send(new RecordFailedLogin(id));

        assertThat(standing.failedLoginAttempts()).isEqualTo(5);
    }

    @Test
    void snapshotThatCannotBeReadIsPassedOver() {
        long id = userWithSnapshot();
        node.jdbc().update("UPDATE snapshots SET payload = '[\"not a user\"]'");

        AccountStanding standing = node.send(new RecordFailedLogin(id));

        assertThat(standing.failedLoginAttempts()).isEqualTo(5);
    }

    /** After 20 logins and a suspension there and back, four failed logins: the next one locks. */
    private static long userWithSnapshot() {
        long id = node.<Long>send(TestUsers.user("long" + count++ + "@example.com"));
        for (int i = 0; i < 20; i++) {
            node.send(new RecordLogin(id));
        }
        node.send(new ChangeStatus(id, AccountStatus.SUSPENDED));
        node.send(new ChangeStatus(id, AccountStatus.ACTIVE));
        for (int i = 0; i < 4; i++) {
            node.send(new RecordFailedLogin(id));
        }
        await().atMost(Duration.ofSeconds(30))
                .until(() -> node.jdbc()
                                .queryForList("SELECT 1 FROM snapshots WHERE aggregate_id = ?", Long.toString(id))
                                .size()
                        == 1);
        return id;
    }
}
