package io.userstore.eventlog;

import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyOut;
import org.springframework.jdbc.core.JdbcOperations;

/** Reads the log as it is stored, to the byte, opening and interpreting nothing; by COPY, which is the fastest way. */
public final class StoredEvents {

    /** Of every column, in the order of {@link StoredEvent.Column}. */
    private static final String COPY = """
            COPY (SELECT position, aggregate_type, aggregate_id, version, event_id, type, revision, occurred_at,
                         payload, metadata, idempotency_key
                    FROM event_log
                   %s)
            TO STDOUT (FORMAT binary)
            """;

    private static final String PIECE = "WHERE position > %s ORDER BY position LIMIT %s";

    /** As the index has them: from the smallest to those without a position, and without a sort. */
    private static final String ALL = "ORDER BY position NULLS LAST";

    private static final String HEAD = "SELECT coalesce(max(position), 0) FROM event_log";

    /** Signature, flags and the length of an extension that there is none of. */
    private static final int HEADER = 19;

    private final JdbcOperations jdbc;

    StoredEvents(JdbcOperations jdbc) {
        this.jdbc = jdbc;
    }

    /** The newest position, 0 when the log is empty. */
    public long head() {
        return Objects.requireNonNull(jdbc.queryForObject(HEAD, Long.class));
    }

    /**
     * Gives the events after a position, in their order, one by one and as they come: whoever is slow holds up this read and
     * nobody else.
     *
     * @param limit of their number
     */
    public void read(long after, long limit, Consumer<StoredEvent> reader) {
        read(PIECE.formatted(Long.toString(after), Long.toString(limit)), reader);
    }

    /** Gives every row there is, those included that no log has, at positions before the first or, at the last, at none. */
    public void readAll(Consumer<StoredEvent> reader) {
        read(ALL, reader);
    }

    private void read(String rows, Consumer<StoredEvent> reader) {
        String sql = COPY.formatted(rows);
        jdbc.execute((Connection connection) -> {
            CopyOut copy = connection.unwrap(PGConnection.class).getCopyAPI().copyOut(sql);
            try {
                read(copy, reader);
            } finally {
                readToTheEnd(copy);
            }
            return true;
        });
    }

    /**
     * Whatever made the reader stop. The driver's own way to cancel leaves the rest of the answer on the connection, and whoever
     * gets that next from the pool would take it for the answer to something else.
     */
    private static void readToTheEnd(CopyOut copy) throws SQLException {
        while (copy.isActive() && copy.readFromCopy() != null) {
            continue;
        }
    }

    /** The server sends each tuple in a message of its own, the first of them behind the header. */
    private static void read(CopyOut copy, Consumer<StoredEvent> reader) throws SQLException {
        int offset = HEADER;
        byte @Nullable [] message = copy.readFromCopy();
        while (message != null) {
            int fields = ByteBuffer.wrap(message).getShort(offset);
            if (fields == StoredEvent.Column.values().length) {
                reader.accept(StoredEvent.ofTuple(message, offset + Short.BYTES));
            } else if (fields != -1) {
                throw new SQLException("COPY gave " + fields + " columns");
            }
            offset = 0;
            message = copy.readFromCopy();
        }
    }
}
