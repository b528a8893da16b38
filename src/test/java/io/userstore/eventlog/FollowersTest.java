package io.userstore.eventlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.userstore.AtOnce;
import io.userstore.TestDatabase;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingEventStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** G2: whoever follows the log sees positions 1, 2, 3 … without a gap, on any node, and is woken rather than polling. */
class FollowersTest {

    private LogFixture writer;
    private LogFixture other;

    @BeforeEach
    void twoNodes() {
        TestDatabase database = LogFixture.migrated();
        writer = LogFixture.on(database);
        other = LogFixture.withoutPolling(database);
    }

    @AfterEach
    void stop() {
        writer.close();
        other.close();
    }

    private static DomainEventMessage<String> event(String stream, long version) {
        return new GenericDomainEventMessage<>("test", stream, version, "payload");
    }

    @Test
    void followerOnAnotherNodeIsWokenByTheCommit() throws Exception {
        TrackingEventStream stream =
                EventLog.of(other.plainEngine(), other.tail).openStream(null);
        // Listening starts in the background: the first event may come before it, the second can not.
        assertThat(stream.hasNextAvailable(0, TimeUnit.SECONDS)).isFalse();
        awaitListener();
        CompletableFuture<TrackedEventMessage<?>> next = CompletableFuture.supplyAsync(() -> take(stream));

        writer.plainEngine().appendEvents(event("a", 0));

        assertThat(next.get(30, TimeUnit.SECONDS).trackingToken().position()).hasValue(1);

        // This one is written in another way, on the assumption that nobody else wrote.
        CompletableFuture<TrackedEventMessage<?>> second = CompletableFuture.supplyAsync(() -> take(stream));
        writer.plainEngine().appendEvents(event("a", 1));

        assertThat(second.get(30, TimeUnit.SECONDS).trackingToken().position()).hasValue(2);
    }

    @Test
    void callbackOfAnotherNodesFollowerIsCalledAtTheCommit() throws Exception {
        TrackingEventStream stream =
                EventLog.of(other.plainEngine(), other.tail).openStream(null);
        awaitListener();
        CountDownLatch called = new CountDownLatch(1);
        assertThat(stream.setOnAvailableCallback(called::countDown)).isTrue();

        writer.plainEngine().appendEvents(event("a", 0));

        assertThat(called.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(stream.hasNextAvailable(0, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void followersOfEveryNodeSeeEveryPositionOnceAndInOrderWhileBothNodesWrite() throws Exception {
        int streams = 16;
        int eventsEach = 100;
        long total = (long) streams * eventsEach;
        List<CompletableFuture<List<Long>>> followers = new ArrayList<>();
        for (LogFixture node : List.of(writer, other)) {
            TrackingEventStream stream =
                    EventLog.of(node.plainEngine(), node.tail).openStream(null);
            followers.add(CompletableFuture.supplyAsync(() -> take(stream, total)));
        }

        try (AtOnce callers = new AtOnce()) {
            callers.run(streams, caller -> () -> {
                EventLogEngine engine = (caller % 2 == 0 ? writer : other).plainEngine();
                for (int version = 0; version < eventsEach; version++) {
                    engine.appendEvents(event("stream" + caller, version));
                }
                return caller;
            });
        }

        List<Long> expected = LongStream.rangeClosed(1, total).boxed().toList();
        for (CompletableFuture<List<Long>> follower : followers) {
            assertThat(follower.get(60, TimeUnit.SECONDS)).isEqualTo(expected);
        }
    }

    private static List<Long> take(TrackingEventStream stream, long count) {
        List<Long> positions = new ArrayList<>();
        while (positions.size() < count) {
            positions.add(take(stream).trackingToken().position().orElseThrow());
        }
        return positions;
    }

    private static TrackedEventMessage<?> take(TrackingEventStream stream) {
        try {
            return stream.nextAvailable();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void awaitListener() {
        await().until(() -> other.jdbc
                        .queryForList("SELECT pid FROM pg_stat_activity WHERE query = 'LISTEN event_log'"
                                + " AND state = 'idle' AND datname = current_database()")
                        .size()
                == 2);
    }
}
