package io.userstore.audit.verifier;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.time.Instant;
import java.util.Arrays;
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
        require(value.isNull() || value.isIntegralNumber() && value.canConvertToLong());
        return field(value, Long.BYTES, to -> to.writeLong(value.longValue()));
    }

    private LeafBytes text(JsonNode value) {
        byte[] utf8 = value.isNull() ? new byte[0] : utf8(value.stringValue());
        return field(value, utf8.length, to -> to.write(utf8));
    }

    /** Not by String's own way, which takes a question mark for what no UTF-8 can be. */
    private static byte[] utf8(String text) {
        try {
            ByteBuffer encoded = UTF_8.newEncoder().encode(CharBuffer.wrap(text));
            return Arrays.copyOf(encoded.array(), encoded.limit());
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("no text", e);
        }
    }

    private LeafBytes uuid(JsonNode value) {
        return field(value, 2 * Long.BYTES, to -> {
            UUID id = UUID.fromString(value.stringValue());
            require(id.toString().equals(value.stringValue()));
            to.writeLong(id.getMostSignificantBits());
            to.writeLong(id.getLeastSignificantBits());
        });
    }

    private LeafBytes time(JsonNode value) {
        return field(value, Long.BYTES, to -> {
            Instant time = Instant.parse(value.stringValue());
            require(time.toString().equals(value.stringValue()) && time.getNano() % 1_000 == 0);
            to.writeLong(Math.addExact(
                    Math.multiplyExact(time.getEpochSecond(), 1_000_000L), (long) (time.getNano() / 1_000)));
        });
    }

    /** What can be written in two ways is taken in one only. */
    private static void require(boolean isSo) {
        if (!isSo) {
            throw new IllegalArgumentException("not as an export has it");
        }
    }
}
