package io.userstore.web;

import io.userstore.audit.FindEvents;
import io.userstore.user.InvalidValue;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.List;

/** Where a live reader begins. */
final class LiveStart {

    static final String LAST_EVENT_ID = "Last-Event-ID";

    private static final Field<Long> POSITION = Field.wholeNumber(LAST_EVENT_ID, 0, Long.MAX_VALUE);

    private LiveStart() {}

    static void requireNoLimit(FindEvents query) {
        Faults faults = new Faults();
        if (query.limit() != null) {
            faults.add(Fields.EVENT_LIMIT.name(), "must not be given: it is for pages");
        }
        faults.throwIfAny();
    }

    /**
     * Behind the last event the reader had, or else where it asks for.
     *
     * @param head a reader that has been further than that was at another log, and would miss events of this one
     */
    static FindEvents of(FindEvents query, HttpServletRequest request, long head) {
        List<String> lines = Collections.list(request.getHeaders(LAST_EVENT_ID));
        Faults faults = new Faults();
        String field = lines.isEmpty() ? Fields.AFTER.name() : LAST_EVENT_ID;
        FindEvents start = query;
        try {
            start = lines.isEmpty() ? query : query.from(position(lines));
            if (start.after() > head) {
                faults.add(field, "must not be behind the end of the log");
            }
        } catch (InvalidValue e) {
            faults.add(field, String.valueOf(e.getMessage()));
        }
        faults.throwIfAny();
        return start;
    }

    private static long position(List<String> lines) {
        if (lines.size() > 1) {
            throw new InvalidValue("must be given only once");
        }
        return POSITION.parse().apply(lines.get(0));
    }
}
