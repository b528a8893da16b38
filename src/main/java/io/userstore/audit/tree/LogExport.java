package io.userstore.audit.tree;

import io.userstore.eventlog.StoredEvent;
import io.userstore.eventlog.StoredEvent.Column;
import io.userstore.eventlog.StoredEvents;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonEncoding;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.databind.json.JsonMapper;

/** Writes the log as NDJSON, one stored event a line, with all that its leaf is made of; payload and metadata as texts. */
public final class LogExport {

    private final StoredEvents events;
    private final JsonMapper json =
            JsonMapper.builder().disable(StreamWriteFeature.AUTO_CLOSE_TARGET).build();

    LogExport(StoredEvents events) {
        this.events = events;
    }

    /**
     * Streams the log as it is now; what comes meanwhile is left out.
     *
     * @param out not closed
     * @return the number of events
     */
    public long write(OutputStream out, LogVerification.Progress progress) {
        long total = events.head();
        long[] count = {0};
        try (JsonGenerator line = json.writer().withRootValueSeparator("").createGenerator(out, JsonEncoding.UTF8)) {
            events.readAll(event -> {
                write(event, line);
                count[0]++;
                progress.at(count[0], Math.max(total, count[0]));
            });
        }
        return count[0];
    }

    private static void write(StoredEvent event, JsonGenerator line) {
        line.writeStartObject();
        number("position", event.number(Column.POSITION), line);
        text("aggregateType", event.text(Column.AGGREGATE_TYPE), line);
        text("aggregateId", event.text(Column.AGGREGATE_ID), line);
        number("version", event.number(Column.VERSION), line);
        line.writeStringProperty("eventId", event.eventId().toString());
        text("type", event.text(Column.TYPE), line);
        text("revision", event.text(Column.REVISION), line);
        line.writeStringProperty("occurredAt", event.occurredAt().toString());
        text("payload", event.text(Column.PAYLOAD), line);
        text("metadata", event.text(Column.METADATA), line);
        text("idempotencyKey", event.text(Column.IDEMPOTENCY_KEY), line);
        line.writeEndObject();
        line.writeRaw('\n');
    }

    private static void text(String name, @Nullable String value, JsonGenerator line) {
        if (value == null) {
            line.writeNullProperty(name);
        } else {
            line.writeStringProperty(name, value);
        }
    }

    private static void number(String name, @Nullable Long value, JsonGenerator line) {
        if (value == null) {
            line.writeNullProperty(name);
        } else {
            line.writeNumberProperty(name, value);
        }
    }
}
