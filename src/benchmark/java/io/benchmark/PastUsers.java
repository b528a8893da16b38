package io.benchmark;

import io.userstore.TestNode;
import io.userstore.audit.FindHistory;
import io.userstore.audit.FindPastUser;
import io.userstore.audit.History;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.HdrHistogram.Histogram;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** How long an auditor waits for a page of a long history, and for a user as of any version of it; in process. */
final class PastUsers {

    private static final long USER = 1;
    private static final double PAGE_P95_MILLIS = 50;
    private static final double VERSION_P95_MILLIS = 150;
    private static final int MARKED_EVERY = 500;
    private static final Duration TIME_FOR_MARKS = Duration.ofMinutes(3);

    private final Stage stage;
    private final int events;

    PastUsers(Stage stage) {
        this.stage = stage;
        List<Integer> lengths = stage.pace().streamLengths();
        this.events = lengths.get(lengths.size() - 1);
    }

    void measure() throws InterruptedException {
        Database database = stage.filled("past_users", data -> {
            data.users(USER);
            data.logins(USER, 1, events - 1);
        });
        try (TestNode node = stage.storeOn(database)) {
            Awaitility.await("marks").atMost(TIME_FOR_MARKS).until(() -> marks(node) == events / MARKED_EVERY);
            History history = node.bean(History.class);
            Load.Operation newest = () -> page(history, true, null);
            Load.Operation oldest = () -> page(history, false, null);
            Load.Operation anyPage = () -> page(history, true, anyVersion());
            Load.Operation anyVersion = () -> history.user(new FindPastUser(USER, anyVersion(), null), false)
                    .orElseThrow();
            stage.warmUp(List.of(newest, oldest, anyPage, anyVersion), operation -> operation);
            report("history", "newest page", newest, PAGE_P95_MILLIS);
            report("history", "oldest page", oldest, PAGE_P95_MILLIS);
            report("history", "any page", anyPage, PAGE_P95_MILLIS);
            report("past-version", "any version", anyVersion, VERSION_P95_MILLIS);
        }
    }

    private static void page(History history, boolean newestFirst, @Nullable Long after) {
        history.page(new FindHistory(USER, newestFirst, after, FindHistory.DEFAULT_LIMIT), false)
                .orElseThrow();
    }

    private long anyVersion() {
        return ThreadLocalRandom.current().nextLong(events);
    }

    private static long marks(TestNode node) {
        Long count = node.jdbc().queryForObject("SELECT count(*) FROM history_marks", Long.class);
        return count == null ? 0 : count;
    }

    private void report(String id, String what, Load.Operation operation, double bound) throws InterruptedException {
        List<Double> percentiles = new ArrayList<>();
        for (int round = 0; round < stage.pace().rounds(); round++) {
            Histogram latencies = Load.run(1, stage.pace().window(), operation).latencies();
            percentiles.add(latencies.getValueAtPercentile(95) / 1e6);
        }
        stage.report()
                .add(Row.of(id, 1, "ms p95, " + what)
                        .with(Row.OURS, Figure.of(percentiles))
                        .against(String.format("%.0f ms, of %,d events", bound, events), Figure.of(List.of(bound)))
                        .atMost(1, Row.BASELINE));
    }
}
