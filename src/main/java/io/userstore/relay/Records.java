package io.userstore.relay;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.userstore.audit.EventForm;
import io.userstore.eventlog.LoggedEvent;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.jspecify.annotations.Nullable;

/**
 * Makes of events what Kafka gets: the user's id for a key, so that those of a user stay in order, and what they are about in
 * headers, so that nobody has to parse those that mean nothing to him. All as texts.
 */
final class Records {

    private final String topic;
    private final EventForm form;

    Records(String topic, EventForm form) {
        this.topic = topic;
        this.form = form;
    }

    ProducerRecord<byte[], byte[]> of(LoggedEvent event) {
        List<Header> headers = new ArrayList<>();
        add(headers, "position", event.position());
        add(headers, "version", event.version());
        add(headers, "type", event.type());
        add(headers, "revision", event.revision());
        add(headers, "eventId", event.eventId());
        String stream = event.stream();
        byte @Nullable [] key = stream == null ? null : stream.getBytes(UTF_8);
        // Its time is that of its delivery: by the event's own time Kafka would at once delete those past the
        // retention.
        return new ProducerRecord<>(topic, null, null, key, form.json(event), headers);
    }

    private static void add(List<Header> headers, String name, @Nullable Object value) {
        if (value != null) {
            headers.add(new RecordHeader(name, value.toString().getBytes(UTF_8)));
        }
    }
}
