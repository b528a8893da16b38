package io.userstore.audit;

import io.userstore.audit.EventLines.Framing;
import io.userstore.eventlog.EventFilter;
import io.userstore.eventlog.LoggedEvent;
import io.userstore.eventlog.LoggedEvents;
import java.util.List;
import java.util.concurrent.Semaphore;

/** Reads the log a page at a time: no page looks at more of it, or holds more in memory, than a fixed number of events. */
final class LogPages {

    /** So long a stretch of the log, whatever a filter lets through of it. */
    static final int LONGEST = 50_000;

    private static final int LINES = 500;

    /** However many readers have to catch up: writers need the same database and the same processors. */
    private static final int AT_A_TIME = 2;

    private final LoggedEvents events;
    private final Semaphore turns = new Semaphore(AT_A_TIME, true);

    LogPages(LoggedEvents events) {
        this.events = events;
    }

    /** @param last all up to this position is on the page, or does not get through the filter */
    record Page(List<LoggedEvent> events, long last) {}

    /** @param last as in {@link Page} */
    record RenderedPage(EventLines lines, long last) {}

    long head() {
        return events.head();
    }

    /** @param upTo a position that is in the log already, else the page's last could pass by what comes there */
    Page find(long after, long upTo, EventFilter filter, int limit) {
        turns.acquireUninterruptibly();
        try {
            return read(after, upTo, filter, limit);
        } finally {
            turns.release();
        }
    }

    private Page read(long after, long upTo, EventFilter filter, int limit) {
        long last = upTo - after > LONGEST ? after + LONGEST : Math.max(after, upTo);
        List<LoggedEvent> found = events.between(after, last, filter, limit);
        return new Page(
                found, found.size() < limit ? last : found.get(limit - 1).position());
    }

    /** For one of many readers, who may have to wait for their turns. */
    RenderedPage render(long after, long upTo, EventFilter filter, Masking masking, Framing framing) {
        turns.acquireUninterruptibly();
        try {
            Page page = read(after, upTo, filter, LINES);
            return new RenderedPage(EventLines.of(page.events(), masking, framing), page.last());
        } finally {
            turns.release();
        }
    }
}
