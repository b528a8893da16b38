package io.userstore.audit.verifier;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.UUID;
import tools.jackson.databind.JsonNode;

/** Makes a leaf of a line of an export, as docs/audit.md describes both. */
final class LeafBytes {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(1_024);
    private final DataOutputStream out = new DataOutputStream(bytes);

    private LeafBytes() {}

    static byte[] of(JsonNode event) {
        return new LeafBytes()
                .number(event.required("position"))
                .text(event.required("aggregateType"))
                .text(event.required("aggregateId"))
                .number(event.required("version"))
                .uuid(event.required("eventId"))
                .text(event.required("type"))
                .text(event.required("revision"))
                .time(event.required("occurredAt"))
                .text(event.required("payload"))
                .text(event.required("metadata"))
                .text(event.required("idempotencyKey"))
                .bytes
                .toByteArray();
    }

    @FunctionalInterface
    private interface Writing {
        void write(DataOutputStream out) throws IOException;
    }

    private LeafBytes field(JsonNode value, int length, Writing writing) {
        try {
            if (value.isNull()) {
                out.writeInt(-1);
            } else {
                out.writeInt(length);
                writing.write(out);
            }
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private LeafBytes number(JsonNode value) {
        return field(value, Long.BYTES, to -> to.writeLong(value.longValue()));
    }

    private LeafBytes text(JsonNode value) {
        byte[] utf8 = value.isNull() ? new byte[0] : value.stringValue().getBytes(UTF_8);
        return field(value, utf8.length, to -> to.write(utf8));
    }

    private LeafBytes uuid(JsonNode value) {
        return field(value, 2 * Long.BYTES, to -> {
            UUID id = UUID.fromString(value.stringValue());
            to.writeLong(id.getMostSignificantBits());
            to.writeLong(id.getLeastSignificantBits());
        });
    }

    private LeafBytes time(JsonNode value) {
        return field(value, Long.BYTES, to -> {
            Instant time = Instant.parse(value.stringValue());
            to.writeLong(time.getEpochSecond() * 1_000_000 + time.getNano() / 1_000);
        });
    }
}
