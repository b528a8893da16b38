package io.userstore.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.JWTClaimsSet;
import io.userstore.AtOnce;
import io.userstore.TestDatabase;
import io.userstore.TestUsers;
import io.userstore.user.AccountStatus;
import io.userstore.user.command.ChangeStatus;
import io.userstore.user.command.Erase;
import io.userstore.user.command.RecordFailedLogin;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

/** Followers of the log over HTTP: every event once, in order, over several nodes, whatever becomes of the others. */
class LiveEventsTest {

    private static final String EVENTS = "/api/v1/events";
    private static final int PLACES = 12;
    private static final AtomicInteger USERS = new AtomicInteger();

    private static final ExecutorService THREADS = Executors.newCachedThreadPool();

    private static TestDatabase database;
    private static JdbcTemplate jdbc;
    private static HttpNode one;
    private static HttpNode other;

    @BeforeAll
    static void start() {
        database = TestDatabase.fresh();
        jdbc = new JdbcTemplate(database.dataSource());
        one = node();
        other = node();
    }

    private static HttpNode node() {
        return HttpNode.on(
                database,
                "userstore.audit.feed.live-readers=" + PLACES,
                "userstore.audit.feed.heartbeat=200ms",
                "userstore.lockout.limit=1000000",
                "server.shutdown=graceful",
                "spring.lifecycle.timeout-per-shutdown-phase=120s");
    }

    @AfterAll
    static void stop() {
        one.close();
        other.close();
        THREADS.shutdownNow();
    }

    private static long register(HttpNode node) {
        return node.<Long>send(TestUsers.user("ann" + USERS.incrementAndGet() + "@example.org"));
    }

    private static long head() {
        return Objects.requireNonNull(
                jdbc.queryForObject("SELECT coalesce(max(position), 0) FROM event_log", Long.class));
    }

    /** The ids of the events of a stream, up to the last one that is asked for. */
    private static List<Long> idsUpTo(long last, OpenAnswer stream) {
        List<Long> ids = new ArrayList<>();
        while (ids.isEmpty() || ids.get(ids.size() - 1) < last) {
            OpenAnswer.Event event = Objects.requireNonNull(stream.event(), () -> "the stream is over after " + ids);
            if (event.id() != null) {
                ids.add(event.id());
            }
        }
        return ids;
    }

    private static List<Long> all(long after, long last) {
        return LongStream.rangeClosed(after + 1, last).boxed().toList();
    }

    private static void append(int callers, int commands) {
        try (AtOnce writers = new AtOnce()) {
            writers.run(callers, caller -> () -> {
                HttpNode node = caller % 2 == 0 ? one : other;
                long user = register(node);
                for (int i = 0; i < commands; i++) {
                    node.send(new RecordFailedLogin(user));
                }
                // Makes the nodes forget what they have rendered.
                node.send(new Erase(user));
                return user;
            });
        }
    }

    @Test
    void readersOfEveryNodeGetEveryEventOnceInOrderWhileBothNodesWrite() throws Exception {
        append(2, 600);
        long start = head();
        List<CompletableFuture<List<Long>>> readers = new ArrayList<>();
        List<OpenAnswer> streams = new ArrayList<>();
        long last = start + 8 * 152;
        for (long after : new long[] {0, 7, 700, start - 1, start}) {
            for (HttpNode node : List.of(one, other)) {
                OpenAnswer stream = OpenAnswer.events(node.port(), EVENTS + "?after=" + after);
                assertThat(stream.status())
                        .as("%s after %s", node.port(), after)
                        .isEqualTo(200);
                streams.add(stream);
                readers.add(CompletableFuture.supplyAsync(() -> idsUpTo(last, stream), THREADS));
            }
        }
        OpenAnswer filtered = OpenAnswer.events(one.port(), EVENTS + "?type=user.erased");

        append(8, 150);

        assertThat(head()).isEqualTo(last);
        for (int i = 0; i < readers.size(); i++) {
            long after = new long[] {0, 7, 700, start - 1, start}[i / 2];
            assertThat(readers.get(i).get(60, TimeUnit.SECONDS)).isEqualTo(all(after, last));
        }
        List<Long> erasures =
                jdbc.queryForList("SELECT position FROM event_log WHERE type = 'user.erased' ORDER BY 1", Long.class);
        assertThat(idsUpTo(erasures.get(erasures.size() - 1), filtered)).isEqualTo(erasures);
        streams.forEach(OpenAnswer::close);
        filtered.close();
    }

    @Test
    void liveEventsAreThoseOfThePagesAndSayTheirTypes() {
        long start = head();
        try (OpenAnswer stream = OpenAnswer.events(other.port(), EVENTS + "?after=" + start)) {
            assertThat(stream.status()).isEqualTo(200);
            assertThat(stream.header("Content-Type")).isEqualTo("text/event-stream");
            assertThat(stream.header("Cache-Control")).isEqualTo("no-store");
            assertThat(stream.header("X-Accel-Buffering")).isEqualTo("no");
            assertThat(stream.header("X-Content-Type-Options")).isEqualTo("nosniff");
            assertThat(stream.header("Content-Encoding")).isEmpty();

            long user = register(one);
            one.send(new ChangeStatus(user, AccountStatus.SUSPENDED));

            List<OpenAnswer.Event> events = new ArrayList<>();
            while (events.size() < 2) {
                OpenAnswer.Event event = Objects.requireNonNull(stream.event());
                if (event.id() != null) {
                    events.add(event);
                }
            }
            assertThat(events)
                    .extracting(OpenAnswer.Event::type)
                    .containsExactly("user.registered", "user.status-changed");
            assertThat("{\"items\":[" + events.get(0).data() + ","
                            + events.get(1).data() + "],\"next\":null}")
                    .isEqualTo(
                            one.client().get(EVENTS + "?after=" + start).isOk().body());
        }
    }

    @Test
    void readerWithoutTheScopeSeesMaskedTextsBesideOneWhoSeesThemClear() {
        long start = head();
        String masked = "Authorization: Bearer " + TestTokens.allBut(Scope.AUDIT_UNMASK);
        try (OpenAnswer clear = OpenAnswer.events(one.port(), EVENTS + "?after=" + start);
                OpenAnswer hidden = OpenAnswer.events(one.port(), EVENTS + "?after=" + start, masked)) {
            register(one);

            assertThat(firstEvent(clear).data()).contains("\"email\":\"ann" + USERS.get() + "@example.org\"");
            assertThat(firstEvent(hidden).data()).contains("\"email\":\"a***@example.org\"");
        }
    }

    private static OpenAnswer.Event firstEvent(OpenAnswer stream) {
        OpenAnswer.Event event = Objects.requireNonNull(stream.event());
        while (event.id() == null) {
            event = Objects.requireNonNull(stream.event());
        }
        return event;
    }

    @Test
    void readerThatComesBackToAnotherNodeGoesOnBehindTheLastEventItHad() {
        append(2, 20);
        long start = head() - 30;
        long seen;
        try (OpenAnswer stream = OpenAnswer.events(one.port(), EVENTS + "?after=" + start)) {
            List<Long> ids = idsUpTo(start + 10, stream);
            seen = ids.get(ids.size() - 1);
            assertThat(ids).isEqualTo(all(start, seen));
        }
        append(1, 5);

        try (OpenAnswer stream =
                OpenAnswer.events(other.port(), EVENTS + "?after=" + start, "Last-Event-ID: " + seen)) {
            assertThat(idsUpTo(head(), stream)).isEqualTo(all(seen, head()));
        }
    }

    @Test
    void quietReaderHearsThatTheStoreIsThere() {
        try (OpenAnswer stream = OpenAnswer.events(one.port(), EVENTS + "?after=" + head())) {
            assertThat(Objects.requireNonNull(stream.event()).id()).isNull();
        }
    }

    @Test
    void readerThatStopsReadingHoldsUpNobodyAndMissesNothing() {
        long start = head();
        // More than sockets hold in their buffers.
        fill(30_000);
        long filled = head();
        try (OpenAnswer stalled = OpenAnswer.events(one.port(), EVENTS + "?after=" + start);
                OpenAnswer brisk = OpenAnswer.events(one.port(), EVENTS + "?after=" + start)) {
            assertThat(firstEvent(stalled).id()).isEqualTo(start + 1);
            assertThat(idsUpTo(filled, brisk)).hasSize(30_000);
            append(4, 10);
            long last = head();
            assertThat(last).isEqualTo(filled + 4 * 12);

            assertThat(idsUpTo(last, brisk)).isEqualTo(all(filled, last));
            assertThat(idsUpTo(last, stalled)).isEqualTo(all(start + 1, last));
        }
    }

    /** Behind the store's back, which takes it for the work of another node. */
    private static void fill(int events) {
        jdbc.update("""
                INSERT INTO event_log (position, aggregate_type, aggregate_id, version, event_id, type, revision, occurred_at,
                                       payload, metadata)
                SELECT (SELECT max(position) FROM event_log) + n, 'thing', 'thing ' || gen_random_uuid(), 0,
                       gen_random_uuid(), 'thing.happened', '1', now(), '{"what": "???"}',
                       json_build_object('actor', repeat('x', 200))
                  FROM generate_series(1, ?) AS n
                """, events);
    }

    @Test
    void moreReadersThanThereArePlacesForAreToldToComeAgain() {
        List<OpenAnswer> streams = new ArrayList<>();
        try {
            OpenAnswer next = OpenAnswer.events(other.port(), EVENTS);
            while (next.status() == 200) {
                streams.add(next);
                assertThat(streams).hasSizeLessThanOrEqualTo(PLACES);
                next = OpenAnswer.events(other.port(), EVENTS);
            }
            assertThat(next.status()).isEqualTo(503);
            assertThat(next.header("Retry-After")).isEqualTo("1");
            next.close();
            other.client().get(EVENTS).isOk();
        } finally {
            streams.forEach(OpenAnswer::close);
        }
        org.awaitility.Awaitility.await().until(() -> {
            try (OpenAnswer again = OpenAnswer.events(other.port(), EVENTS)) {
                return again.status() == 200;
            }
        });
    }

    @Test
    void streamEndsWithItsToken() {
        JWTClaimsSet soonOver = new JWTClaimsSet.Builder()
                .subject("auditor")
                .claim("scope", "audit:read")
                .expirationTime(Date.from(Instant.now().plusSeconds(2)))
                .build();

        try (OpenAnswer stream = OpenAnswer.events(
                one.port(), EVENTS + "?after=" + head(), "Authorization: Bearer " + HttpTest.ISSUER.sign(soonOver))) {
            assertThat(stream.status()).isEqualTo(200);
            assertEnds(stream);
        }
    }

    private static void assertEnds(OpenAnswer stream) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (stream.event() != null) {
            assertThat(System.nanoTime()).as("the stream goes on").isLessThan(deadline);
        }
    }

    @Test
    void storeThatStopsEndsItsStreamsAtOnceAndTheirReadersGoOnElsewhere() throws Exception {
        HttpNode third = node();
        long start = head();
        OpenAnswer stream = OpenAnswer.events(third.port(), EVENTS + "?after=" + start);
        long user = register(third);
        assertThat(firstEvent(stream).id()).isEqualTo(start + 1);

        CompletableFuture<Void> stopping = CompletableFuture.runAsync(third::close);
        assertEnds(stream);
        stream.close();
        // Far less than the two minutes that it would wait for requests.
        stopping.get(30, TimeUnit.SECONDS);

        one.send(new RecordFailedLogin(user));
        try (OpenAnswer elsewhere = OpenAnswer.events(one.port(), EVENTS, "Last-Event-ID: " + (start + 1))) {
            assertThat(firstEvent(elsewhere).id()).isEqualTo(start + 2);
        }
    }

    @Test
    void databaseThatWasAwayCostsNoEvent() {
        long start = head();
        try (OpenAnswer stream = OpenAnswer.events(one.port(), EVENTS + "?after=" + start);
                OpenAnswer behind = OpenAnswer.events(one.port(), EVENTS + "?after=0")) {
            append(2, 10);
            idsUpTo(head(), stream);
            long before = head();

            database.refuseConnections();
            one.client().get(EVENTS).isProblem(503, "unavailable");
            assertThat(Objects.requireNonNull(stream.event()).id()).isNull();
            database.acceptConnections();
            org.awaitility.Awaitility.await()
                    .ignoreExceptions()
                    .until(() -> one.client().get(EVENTS).status() == 200
                            && other.client().get(EVENTS).status() == 200);
            append(2, 10);

            assertThat(idsUpTo(head(), stream)).isEqualTo(all(before, head()));
            assertThat(idsUpTo(head(), behind)).isEqualTo(all(0, head()));
        }
    }
}
