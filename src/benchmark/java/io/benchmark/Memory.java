package io.benchmark;

import io.userstore.TestNode;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/** Whether the heap of a store is bounded by the setting of its cache, however many users its commands have touched. */
final class Memory {

    private static final double AT_MOST = 1.2;
    private static final int CALLERS = 64;
    private static final int WARM_UP_USERS = 64;
    private static final int COLLECTIONS = 3;
    private static final double MEGABYTE = 1e6;

    private final Stage stage;
    private final FilledLogs logs;
    private final long cached;
    private final long touched;

    Memory(Stage stage, FilledLogs logs) {
        this.stage = stage;
        this.logs = logs;
        this.cached = stage.pace().quick() ? 2_000 : 20_000;
        this.touched = 5 * cached;
    }

    void measure() throws InterruptedException {
        try (TestNode node = stage.storeOn(logs.largest(), "userstore.event-log.cached-aggregates=" + cached)) {
            Ours ours = new Ours(node);
            // Few users, so that what is compiled, pooled and planned is there before, and next to nothing cached.
            Load.run(
                    CALLERS,
                    stage.pace().warmUp(),
                    () -> ours.recordFailedLogin(1 + ThreadLocalRandom.current().nextLong(WARM_UP_USERS)));
            long before = liveHeap();
            Load.each(CALLERS, 1, cached, ours::recordFailedLogin);
            long full = liveHeap() - before;
            Load.each(CALLERS, cached + 1, touched, ours::recordFailedLogin);
            long more = liveHeap() - before;
            // In a quick run it may be: it fills a small cache after a short warm-up, and judges nothing.
            if (full <= 0 && !stage.pace().quick()) {
                throw new IllegalStateException("the heap shrank: noise is larger than the cache");
            }
            String fullCache = String.format("the cache full, with %,d users", cached);
            stage.report()
                    .add(Row.of("memory", CALLERS, String.format("MB, %,d touched", touched))
                            .with(Row.OURS, once(more / MEGABYTE))
                            .against(fullCache, once(full / MEGABYTE))
                            .atMost(AT_MOST, Row.BASELINE));
            stage.report().add(Row.of("memory", CALLERS, "bytes/user").with(Row.OURS, once((double) full / cached)));
        }
    }

    /** More than once, because what one collection clears keeps other things alive until the next. */
    private static long liveHeap() {
        for (int i = 0; i < COLLECTIONS; i++) {
            System.gc();
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private static Figure once(double value) {
        return Figure.of(List.of(value));
    }
}
