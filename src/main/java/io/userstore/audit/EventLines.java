package io.userstore.audit;

import io.userstore.eventlog.EventFilter;
import io.userstore.eventlog.LoggedEvent;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.SequenceWriter;
import tools.jackson.databind.json.JsonMapper;

/** Events in a row, ready to be sent to any number of readers. */
final class EventLines {

    static final ObjectWriter JSON =
            JsonMapper.builder().build().writerFor(EventItem.class).withRootValueSeparator("");

    private final byte[] bytes;
    private final List<Line> lines;

    private EventLines(byte[] bytes, List<Line> lines) {
        this.bytes = bytes;
        this.lines = lines;
    }

    /** How an event stands in the stream. */
    enum Framing {
        /** A JSON object a line. */
        NDJSON,
        /** As the HTML standard has it, section 9.2. */
        SERVER_SENT
    }

    private record Line(
            long position, String type, @Nullable String actor, Instant occurredAt, int begin, int end) {}

    static EventLines of(List<LoggedEvent> events, Masking masking, Framing framing) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(events.size() * 512);
        List<Line> lines = new ArrayList<>(events.size());
        // One for all: what it takes to begin costs as much as an event.
        SequenceWriter json = JSON.writeValues(bytes);
        for (LoggedEvent event : events) {
            EventItem item = EventItems.of(event, masking);
            int begin = bytes.size();
            if (framing == Framing.SERVER_SENT) {
                bytes.writeBytes(head(item));
            }
            json.write(item);
            json.flush();
            bytes.writeBytes(framing == Framing.SERVER_SENT ? new byte[] {'\n', '\n'} : new byte[] {'\n'});
            lines.add(new Line(item.position(), item.type(), item.actor(), item.occurredAt(), begin, bytes.size()));
        }
        return new EventLines(bytes.toByteArray(), lines);
    }

    private static byte[] head(EventItem item) {
        String type = item.type().chars().anyMatch(Character::isISOControl) ? "unknown" : item.type();
        return ("id: " + item.position() + "\nevent: " + type + "\ndata: ").getBytes(StandardCharsets.UTF_8);
    }

    /** Writes those behind the position that the filter lets through; whether there were any. */
    boolean writeTo(OutputStream out, long after, EventFilter filter) throws IOException {
        int begin = 0;
        int end = 0;
        boolean any = false;
        for (Line line : lines) {
            if (line.position() > after && filter.lets(line.type(), line.actor(), line.occurredAt())) {
                if (line.begin() != end || !any) {
                    out.write(bytes, begin, end - begin);
                    begin = line.begin();
                }
                end = line.end();
                any = true;
            }
        }
        out.write(bytes, begin, end - begin);
        return any;
    }
}
