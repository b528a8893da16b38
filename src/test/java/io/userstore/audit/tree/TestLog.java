package io.userstore.audit.tree;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/** The log's leaves as docs/audit.md describes them, made of what a SELECT gives. */
final class TestLog {

    private static final String EVENTS = """
            SELECT position, aggregate_type, aggregate_id, version, event_id, type, revision, occurred_at,
                   payload::text, metadata::text, idempotency_key
              FROM event_log
             ORDER BY position
            """;

    /** Of users that are nobody, {@code %s} a time's and two positions: text of many lengths, some of it not ASCII. */
    private static final String FILL = """
            INSERT INTO event_log (position, aggregate_type, aggregate_id, version, event_id, type, revision,
                                   occurred_at, payload, metadata, idempotency_key)
            SELECT n, 'test', 'stream' || n / 3, n %% 3, gen_random_uuid(), 'test.happened', '1',
                   timestamptz '2026-01-01 00:00:00.000001Z' + n * interval '1234567 microseconds',
                   json_build_object('number', n, 'text', repeat('\u00e4', (n %% 5)::int)),
                   json_build_object('actor', 'nobody'), CASE WHEN n %% 4 = 0 THEN 'key' || n END
              FROM generate_series(%s, %s) AS n
            """;

    private TestLog() {}

    static void fill(JdbcTemplate jdbc, long from, long to) {
        jdbc.update(FILL.formatted(Long.toString(from), Long.toString(to)));
    }

    static List<byte[]> leaves(JdbcTemplate jdbc) {
        return jdbc.query(
                EVENTS,
                (row, n) -> leaf(
                        row.getLong(1),
                        row.getString(2),
                        row.getString(3),
                        (Long) row.getObject(4),
                        row.getObject(5, UUID.class),
                        row.getString(6),
                        row.getString(7),
                        row.getObject(8, OffsetDateTime.class).toInstant(),
                        row.getString(9),
                        row.getString(10),
                        row.getString(11)));
    }

    static byte[] root(JdbcTemplate jdbc) {
        return RfcVerifier.root(
                leaves(jdbc).stream().map(leaf -> RfcVerifier.hash(0, leaf)).toList());
    }

    /** Texts, numbers, a UUID and a time. */
    static byte[] leaf(@Nullable Object... columns) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            for (Object column : columns) {
                write(column, out);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static void write(@Nullable Object column, DataOutputStream out) throws IOException {
        if (column == null) {
            out.writeInt(-1);
        } else if (column instanceof Long number) {
            out.writeInt(8);
            out.writeLong(number);
        } else if (column instanceof UUID id) {
            out.writeInt(16);
            out.writeLong(id.getMostSignificantBits());
            out.writeLong(id.getLeastSignificantBits());
        } else if (column instanceof Instant time) {
            out.writeInt(8);
            out.writeLong(time.getEpochSecond() * 1_000_000 + time.getNano() / 1_000);
        } else {
            byte[] text = ((String) column).getBytes(UTF_8);
            out.writeInt(text.length);
            out.write(text);
        }
    }
}
