package io.userstore.privacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.userstore.TestDatabase;
import io.userstore.TestEvents;
import io.userstore.TestNode;
import io.userstore.TestUsers;
import io.userstore.eventlog.DatabaseFailure;
import io.userstore.eventlog.LogUnavailable;
import io.userstore.user.command.RecordFailedLogin;
import io.userstore.user.command.RecordLogin;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.axonframework.commandhandling.CommandResultMessage;
import org.axonframework.common.caching.Cache;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.messaging.MetaData;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

/** Keys in a database of their own that cannot be reached: nothing is taken for erased, and all is well afterwards. */
class KeysOutOfReachTest {

    private static final int POOL = 10;

    private static TestDatabase keys;
    private static TestNode node;
    private static byte[] wrapped = {};
    private static long ann;

    @BeforeAll
    static void start() {
        keys = TestDatabase.fresh();
        node = TestNode.on(
                TestDatabase.fresh(),
                KeysOfTheirOwn.in(keys, SealedUsers.ONE_SNAPSHOT, "logging.level.com.zaxxer.hikari=OFF"));
        ann = SealedUsers.add("ann", node);
        wrapped = Objects.requireNonNull(new JdbcTemplate(keys.dataSource())
                .queryForObject(
                        "SELECT wrapped_key FROM data_keys WHERE aggregate_id = ?", byte[].class, Long.toString(ann)));
    }

    @AfterEach
    void reachAgain() {
        keys.acceptConnections();
        // Each connection of the pool is found dead by the first who uses it.
        await().atMost(Duration.ofSeconds(30)).ignoreExceptions().until(() -> {
            for (int use = 0; use < 2 * POOL; use++) {
                node.bean(KeyDatabase.class).hasAny();
            }
            return true;
        });
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    @Test
    void whatIsSealedIsNeitherErasedNorBrokenAndIsReadAgainLater() {
        List<Object> before = read();
        node.bean(DataKeys.class).forgetAll();
        keys.refuseConnections();

        assertThat(catchThrowable(KeysOutOfReachTest::read)).isInstanceOf(LogUnavailable.class);

        reachAgain();
        assertThat(read()).isEqualTo(before);
    }

    @Test
    void userWhoseKeyTheNodeKnowsIsServedAllTheSame() {
        long id = node.<Long>send(TestUsers.user("known@example.com"));
        keys.refuseConnections();

        CommandResultMessage<?> result = node.send(new RecordFailedLogin(id), SealedUsers.ORIGIN);

        assertThat(result.isExceptional()).isFalse();
    }

    @Test
    void commandsThatNeedAKeyAreToComeAgainAndLeaveNothingBehind() {
        keys.refuseConnections();
        node.bean(DataKeys.class).forgetAll();
        node.bean(Cache.class).removeAll();
        long before = events();

        assertThat(DatabaseFailure.isOutage(failure(TestUsers.user("bob@example.com"))))
                .isTrue();
        assertThat(DatabaseFailure.isOutage(failure(new RecordLogin(ann)))).isTrue();

        assertThat(events()).isEqualTo(before);
        reachAgain();
        node.send(TestUsers.user("bob@example.com"));
        node.send(new RecordLogin(ann));
    }

    @Test
    void keyThatCannotBeUnwrappedIsNotCalledBrokenBeforeTheKeysCouldBeAsked() {
        keys.refuseConnections();

        assertThat(catchThrowable(() -> node.bean(KeyWrapping.class).unwrap("somebody", wrapped)))
                .isInstanceOf(LogUnavailable.class);
    }

    private static Throwable failure(Object command) {
        return node.send(command, MetaData.emptyInstance()).exceptionResult();
    }

    private static List<Object> read() {
        return node.bean(EventStore.class)
                .readEvents(Long.toString(ann), 0)
                .asStream()
                .flatMap(event -> Stream.<Object>concat(
                        Stream.of(event.getMetaData()), TestEvents.personal(event.getPayload()).stream()))
                .toList();
    }

    private static long events() {
        return Objects.requireNonNull(node.jdbc().queryForObject("SELECT count(*) FROM event_log", Long.class));
    }
}
