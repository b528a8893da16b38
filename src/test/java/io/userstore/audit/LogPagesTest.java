package io.userstore.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.userstore.TestDatabase;
import io.userstore.TestNode;
import io.userstore.TestUsers;
import io.userstore.eventlog.EventFilter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A log that is long, and has events in it that this store does not know. */
class LogPagesTest {

    private static final long EVERY = 40_000;
    private static final long LENGTH = 3 * EVERY + 1;
    private static final EventFilter RARE = new EventFilter("thing.rare", null, null, null);

    private static TestNode node;
    private static EventFeed feed;

    @BeforeAll
    static void fill() {
        node = TestNode.on(TestDatabase.fresh());
        feed = node.bean(EventFeed.class);
        node.jdbc().update("""
                        INSERT INTO event_log (position, aggregate_type, aggregate_id, version, event_id, type, revision,
                                               occurred_at, payload, metadata)
                        SELECT n, 'thing', 'thing ' || n, 0, gen_random_uuid(),
                               CASE WHEN n % ? = 0 THEN 'thing.rare' ELSE 'thing.frequent' END, '1', now(),
                               '{"secret": "ann@example.org"}', '{"actor": "somebody"}'
                          FROM generate_series(1, ?) AS n
                        """, EVERY, LENGTH);
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    private static FindEvents query(long after, EventFilter filter) {
        return new FindEvents(after, 500, filter);
    }

    @Test
    void pagesThatAFilterLeavesEmptyGoOnAndGiveEveryEventOnce() {
        List<Long> found = new ArrayList<>();
        int empty = 0;
        EventPage page = feed.page(query(0, RARE), true);
        while (page.next() != null) {
            assertThat(page.next()).isLessThan(LENGTH);
            empty += page.items().isEmpty() ? 1 : 0;
            page.items().forEach(item -> found.add(item.position()));
            page = feed.page(query(page.next(), RARE), true);
        }
        page.items().forEach(item -> found.add(item.position()));

        assertThat(found).contains(EVERY, 2 * EVERY, 3 * EVERY).doesNotHaveDuplicates();
        assertThat(feed.page(query(EVERY, new EventFilter("thing.no", null, null, null)), true))
                .satisfies(none -> assertThat(none.items()).isEmpty())
                .satisfies(none -> assertThat(none.next()).isEqualTo(EVERY + LogPages.LONGEST));
        assertThat(empty).isLessThan(3);
    }

    @Test
    void eventOfAnUnknownTypeOrRevisionIsListedWithoutWhatItSays() {
        long id = node.<Long>send(TestUsers.user("future@example.org"));
        long head = feed.head();
        node.jdbc().update("""
                        INSERT INTO event_log (position, aggregate_type, aggregate_id, version, event_id, type, revision,
                                               occurred_at, payload, metadata)
                        SELECT ?, 'User', ?, 1, gen_random_uuid(), 'user.login-failed', '99', now(),
                               '{"secret": "ann@example.org"}', '{"actor": "somebody"}'
                        """, head + 1, Long.toString(id));

        EventItem unknownType =
                feed.page(query(LENGTH - 1, EventFilter.ALL), true).items().get(0);
        EventItem unknownRevision =
                feed.page(query(head, EventFilter.ALL), true).items().get(0);

        assertThat(unknownType.payload()).isEqualTo("***");
        assertThat(unknownType.userId()).isNull();
        assertThat(unknownType.actor()).isEqualTo("somebody");
        assertThat(unknownRevision.payload()).isEqualTo("***");
        assertThat(unknownRevision.userId()).isEqualTo(id);
        assertThat(unknownRevision.revision()).isEqualTo("99");
    }

    @Test
    void downloadEndsWhereTheLogEndedWhenItBegan() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (LogDownload download = feed.download(new FindEvents(LENGTH - 3, null, EventFilter.ALL), false)) {
            long head = download.head();
            node.send(TestUsers.user("late@example.org"));
            while (!download.isDone()) {
                download.writeTo(out);
            }
            assertThat(feed.head()).isGreaterThan(head);
            String last = out.toString(StandardCharsets.UTF_8).lines().reduce("", (before, line) -> line);
            assertThat(last).startsWith("{\"position\":" + head + ",");
        }
    }
}
