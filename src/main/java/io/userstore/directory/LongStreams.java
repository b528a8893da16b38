package io.userstore.directory;

import io.userstore.directory.HistoryMarks.Unmarked;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Marks long streams, on every node: a mark that is there already is left alone. Not a streaming processor, which would
 * read every event to find one in 500; an index names them.
 */
@Component
class LongStreams {

    private static final Logger log = LoggerFactory.getLogger(LongStreams.class);

    /** A round takes a fraction of a second, so that others with a schedule get their turn. */
    private static final int ROUND = 10;

    private final HistoryMarks marks;
    private final UserHistory history;

    LongStreams(HistoryMarks marks, UserHistory history) {
        this.marks = marks;
        this.history = history;
    }

    @Scheduled(fixedDelay = 200, initialDelay = 1_000)
    void mark() {
        try {
            markSome();
        } catch (RuntimeException e) {
            // The next round tries again; without its last marks history is slower, not wrong.
            log.debug("long streams could not be marked: {}", e.getClass().getSimpleName());
        }
    }

    /** The number of marks that were missing. */
    int markSome() {
        List<Unmarked> unmarked = marks.unmarked(ROUND);
        unmarked.forEach(event -> history.mark(event.stream(), event.version()).ifPresent(marks::add));
        return unmarked.size();
    }
}
