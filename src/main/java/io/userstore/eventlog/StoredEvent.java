package io.userstore.eventlog;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One event to the byte as it is stored: its columns in the order of {@link Column}, each as its length in four bytes,
 * big-endian, and its value; an absent value has the length -1. Numbers are eight bytes, big-endian, the time is
 * microseconds since 1970-01-01T00:00:00Z, texts and JSON are UTF-8.
 */
public final class StoredEvent {

    public enum Column {
        POSITION,
        AGGREGATE_TYPE,
        AGGREGATE_ID,
        VERSION,
        EVENT_ID,
        TYPE,
        REVISION,
        OCCURRED_AT,
        PAYLOAD,
        METADATA,
        IDEMPOTENCY_KEY
    }

    /** PostgreSQL counts from 2000. */
    private static final long MICROS_FROM_1970_TO_2000 = 946_684_800_000_000L;

    private final byte[] bytes;
    private final int offset;

    private StoredEvent(byte[] bytes, int offset) {
        this.bytes = bytes;
        this.offset = offset;
    }

    /** @param tuple of COPY's binary format, without the number of fields; changed in place */
    static StoredEvent ofTuple(byte[] tuple, int offset) {
        StoredEvent event = new StoredEvent(tuple, offset);
        int length = event.lengthAt(Column.OCCURRED_AT);
        if (event.intAt(length) == Long.BYTES) {
            int time = length + Integer.BYTES;
            ByteBuffer buffer = ByteBuffer.wrap(tuple);
            buffer.putLong(time, buffer.getLong(time) + MICROS_FROM_1970_TO_2000);
        }
        return event;
    }

    /** Where all columns stand, from {@link #offset()} on; not to be changed. */
    public byte[] bytes() {
        return bytes;
    }

    public int offset() {
        return offset;
    }

    public int length() {
        return bytes.length - offset;
    }

    /** 0, at which there is no event, if the row has none. */
    public long position() {
        return intAt(offset) < 0 ? 0 : ByteBuffer.wrap(bytes).getLong(offset + Integer.BYTES);
    }

    public @Nullable Long number(Column column) {
        ByteBuffer value = value(column);
        return value == null ? null : value.getLong();
    }

    public @Nullable String text(Column column) {
        ByteBuffer value = value(column);
        return value == null ? null : StandardCharsets.UTF_8.decode(value).toString();
    }

    public UUID eventId() {
        ByteBuffer value = needed(Column.EVENT_ID);
        return new UUID(value.getLong(), value.getLong());
    }

    public Instant occurredAt() {
        return Instant.EPOCH.plus(needed(Column.OCCURRED_AT).getLong(), ChronoUnit.MICROS);
    }

    private ByteBuffer needed(Column column) {
        ByteBuffer value = value(column);
        if (value == null) {
            throw new IllegalStateException("an event is stored without " + column);
        }
        return value;
    }

    private @Nullable ByteBuffer value(Column column) {
        int at = lengthAt(column);
        int length = intAt(at);
        return length < 0 ? null : ByteBuffer.wrap(bytes, at + Integer.BYTES, length);
    }

    private int lengthAt(Column column) {
        int at = offset;
        for (int before = 0; before < column.ordinal(); before++) {
            at += Integer.BYTES + Math.max(intAt(at), 0);
        }
        return at;
    }

    private int intAt(int at) {
        return (bytes[at] & 0xff) << 24
                | (bytes[at + 1] & 0xff) << 16
                | (bytes[at + 2] & 0xff) << 8
                | bytes[at + 3] & 0xff;
    }
}
