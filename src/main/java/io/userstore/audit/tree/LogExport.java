package io.userstore.audit.tree;

import io.userstore.eventlog.StoredEvent;
import io.userstore.eventlog.StoredEvent.Column;
import io.userstore.eventlog.StoredEvents;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** Writes the log, a stored event a line, with all that its leaf is made of; payload and metadata as texts. */
public final class LogExport {

    /** In the order of {@link Column}, by the names that lines give them. */
    public static final List<String> COLUMNS = List.of(
            "position",
            "aggregateType",
            "aggregateId",
            "version",
            "eventId",
            "type",
            "revision",
            "occurredAt",
            "payload",
            "metadata",
            "idempotencyKey");

    private final StoredEvents events;

    LogExport(StoredEvents events) {
        this.events = events;
    }

    /**
     * Streams the log as it is now; what comes meanwhile is left out.
     *
     * @param lines gets an object for each event
     * @param text what becomes of texts
     * @return the number of events
     */
    public long write(JsonGenerator lines, UnaryOperator<@Nullable String> text, LogVerification.Progress progress) {
        long total = events.head();
        long[] count = {0};
        events.readAll(event -> {
            lines.writeStartObject();
            for (Column column : Column.values()) {
                lines.writeName(COLUMNS.get(column.ordinal()));
                write(event, column, text, lines);
            }
            lines.writeEndObject();
            count[0]++;
            progress.at(count[0], Math.max(total, count[0]));
        });
        return count[0];
    }

    private static void write(
            StoredEvent event, Column column, UnaryOperator<@Nullable String> text, JsonGenerator lines) {
        switch (column) {
            case POSITION, VERSION -> {
                Long number = event.number(column);
                if (number == null) {
                    lines.writeNull();
                } else {
                    lines.writeNumber(number);
                }
            }
            case EVENT_ID -> lines.writeString(event.eventId().toString());
            case OCCURRED_AT -> lines.writeString(event.occurredAt().toString());
            default -> lines.writeString(text.apply(event.text(column)));
        }
    }
}
