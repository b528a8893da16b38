package io.userstore.audit;

import io.userstore.eventlog.EventFilter;
import org.jspecify.annotations.Nullable;

/**
 * Asks for events of the log.
 *
 * @param after only events behind this position
 * @param limit events a page, 1 to {@value #MAX_LIMIT}; absent for the most usual, and for what is not a page
 */
public record FindEvents(long after, @Nullable Integer limit, EventFilter filter) {

    public static final int MAX_LIMIT = 500;
    public static final int DEFAULT_LIMIT = 100;

    public FindEvents {
        if (limit != null && (limit < 1 || limit > MAX_LIMIT)) {
            throw new IllegalArgumentException("limit must be from 1 to " + MAX_LIMIT);
        }
    }

    /** The same from another position on. */
    public FindEvents from(long position) {
        return new FindEvents(position, limit, filter);
    }

    /** As the record of reads keeps it. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("events after ").append(after);
        append(text, "at most", limit);
        append(text, "type", filter.type());
        append(text, "actor", filter.actor());
        append(text, "from", filter.from());
        append(text, "to", filter.to());
        return text.toString();
    }

    private static void append(StringBuilder text, String name, @Nullable Object value) {
        if (value != null) {
            text.append(", ").append(name).append(' ').append(value);
        }
    }
}
