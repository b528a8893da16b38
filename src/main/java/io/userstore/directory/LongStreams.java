package io.userstore.directory;

import io.userstore.directory.HistoryMarks.Unmarked;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Marks long streams, on every node: a mark that is there already is left alone. Not a streaming processor, which would
 * read every event to find one in 500; an index names them. What cannot be marked is passed over, and tried again with
 * everything else after a while.
 */
@Component
class LongStreams {

    private static final Logger log = LoggerFactory.getLogger(LongStreams.class);

    private static final int ROUND = 20;
    private static final long LONGEST_TURN_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final long FROM_THE_BEGINNING_NANOS = TimeUnit.MINUTES.toNanos(10);

    private final HistoryMarks marks;
    private final UserHistory history;
    private long lookedAt;
    private long begun = System.nanoTime();

    LongStreams(HistoryMarks marks, UserHistory history) {
        this.marks = marks;
        this.history = history;
    }

    @Scheduled(fixedDelay = 500, initialDelay = 1_000)
    void mark() {
        long now = System.nanoTime();
        if (now - begun > FROM_THE_BEGINNING_NANOS) {
            begun = now;
            lookedAt = 0;
        }
        try {
            while (markSome() == ROUND && System.nanoTime() - now < LONGEST_TURN_NANOS) {
                continue;
            }
        } catch (DataAccessException e) {
            // The next turn tries again; without its last marks history is slower, not wrong.
            log.debug("long streams cannot be marked: {}", e.getClass().getSimpleName());
        }
    }

    /** The number of events that were looked at. */
    synchronized int markSome() {
        List<Unmarked> unmarked = marks.unmarked(lookedAt, ROUND);
        for (Unmarked event : unmarked) {
            mark(event);
            lookedAt = event.position();
        }
        return unmarked.size();
    }

    private void mark(Unmarked event) {
        try {
            history.mark(event.stream(), event.version()).ifPresent(marks::add);
        } catch (DataAccessException e) {
            throw e;
        } catch (RuntimeException e) {
            log.debug(
                    "stream {} cannot be marked: {}",
                    event.stream(),
                    e.getClass().getSimpleName());
        }
    }
}
