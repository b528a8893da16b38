package io.userstore.audit.verifier;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Makes a leaf of a line of an export, as docs/audit.md describes both. */
final class LeafBytes {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(1_024);
    private final DataOutputStream out = new DataOutputStream(bytes);

    private LeafBytes() {}

    static byte[] of(Map<String, @Nullable Object> event) {
        return new LeafBytes()
                .number(event.get("position"))
                .text(event.get("aggregateType"))
                .text(event.get("aggregateId"))
                .number(event.get("version"))
                .uuid(event.get("eventId"))
                .text(event.get("type"))
                .text(event.get("revision"))
                .time(event.get("occurredAt"))
                .text(event.get("payload"))
                .text(event.get("metadata"))
                .text(event.get("idempotencyKey"))
                .bytes
                .toByteArray();
    }

    @FunctionalInterface
    private interface Writing {
        void write(DataOutputStream out) throws IOException;
    }

    private LeafBytes field(@Nullable Object value, int length, Writing writing) {
        try {
            if (value == null) {
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

    private LeafBytes number(@Nullable Object value) {
        Long number = as(Long.class, value);
        return field(number, Long.BYTES, to -> to.writeLong(Objects.requireNonNull(number)));
    }

    private LeafBytes text(@Nullable Object value) {
        String text = as(String.class, value);
        byte[] utf8 = text == null ? new byte[0] : utf8(text);
        return field(text, utf8.length, to -> to.write(utf8));
    }

    /** String's own way takes a question mark for what no UTF-8 can be. */
    private static byte[] utf8(String text) {
        byte[] bytes = text.getBytes(UTF_8);
        require(new String(bytes, UTF_8).equals(text));
        return bytes;
    }

    private LeafBytes uuid(@Nullable Object value) {
        String text = as(String.class, value);
        return field(text, 2 * Long.BYTES, to -> {
            UUID id = UUID.fromString(text);
            require(id.toString().equals(text));
            to.writeLong(id.getMostSignificantBits());
            to.writeLong(id.getLeastSignificantBits());
        });
    }

    private LeafBytes time(@Nullable Object value) {
        String text = as(String.class, value);
        return field(text, Long.BYTES, to -> {
            Instant time = Instant.parse(text);
            require(time.toString().equals(text) && time.getNano() % 1_000 == 0);
            to.writeLong(Math.addExact(
                    Math.multiplyExact(time.getEpochSecond(), 1_000_000L), (long) (time.getNano() / 1_000)));
        });
    }

    private static <T> @Nullable T as(Class<T> type, @Nullable Object value) {
        require(value == null || type.isInstance(value));
        return type.cast(value);
    }

    /** What can be written in two ways is taken in one only. */
    static void require(boolean isSo) {
        if (!isSo) {
            throw new IllegalArgumentException("not as an export has it");
        }
    }
}
