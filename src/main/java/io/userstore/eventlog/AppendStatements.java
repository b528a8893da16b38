package io.userstore.eventlog;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcOperations;

/** The SQL of an append, one statement for a whole batch each. */
final class AppendStatements {

    /** The channel on which every commit of events announces itself. */
    static final String CHANNEL = "event_log";

    /** The constraints that prove that no event is stored twice. */
    static final Set<String> UNIQUE_EVENTS = Set.of("event_log_stream_key", "event_log_event_id_key");

    /** Any constant will do; it only has to be the same on every node. */
    static final long APPEND_LOCK = 0x75736572_73746f72L;

    /** A node that is paused or cut off in mid-batch is thrown out after so long, and holds nobody up for over 5 s. */
    private static final int HOLD_LIMIT_MILLIS = 4_000;

    private static final int FIRST_VERSION_WITH_TRANSACTION_TIMEOUT = 17;

    /**
     * The wait for the lock itself is not limited here: it is as long as the others' limits. The limits set in the
     * same statement bind from the next one on.
     */
    private static final String LOCK = """
            SELECT set_config('statement_timeout', '%1$d', true),
                   set_config('idle_in_transaction_session_timeout', '%1$d', true),
                   pg_advisory_xact_lock(%2$d)
            """.formatted(HOLD_LIMIT_MILLIS, APPEND_LOCK);

    /** The one limit that also catches a client that stops in the middle of a message; its clock starts here. */
    private static final String LIMIT_TRANSACTION =
            "SELECT set_config('transaction_timeout', '%d', true)".formatted(HOLD_LIMIT_MILLIS);

    private static final String READ = """
            SELECT NULL, coalesce(max(position), 0)
              FROM event_log
            UNION ALL
            SELECT stream.id, (SELECT max(version) FROM event_log WHERE aggregate_id = stream.id)
              FROM unnest(?) AS stream (id)
            """;

    private static final String READ_KEYS = """
            SELECT idempotency_key
              FROM idempotency_keys
             WHERE idempotency_key = ANY (?)
            """;

    private static final String INSERT_EVENTS = """
            WITH appended AS (
                INSERT INTO event_log (position, aggregate_type, aggregate_id, version, event_id, type, revision,
                                       occurred_at, payload, metadata, idempotency_key)
                SELECT ? + n, aggregate_type, aggregate_id, version, event_id, type, revision,
                       occurred_at::timestamptz, payload::json, metadata::json, idempotency_key
                  FROM unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?) WITH ORDINALITY
                    AS event (aggregate_type, aggregate_id, version, event_id, type, revision,
                              occurred_at, payload, metadata, idempotency_key, n)
                RETURNING position
            )
            SELECT pg_notify('%s', max(position)::text) FROM appended
            """.formatted(CHANNEL);

    private static final String INSERT_KEYS = """
            INSERT INTO idempotency_keys (idempotency_key, fingerprint, aggregate_id, version, answer_type, answer)
            SELECT idempotency_key, decode(fingerprint, 'hex'), aggregate_id, version, answer_type, answer::json
              FROM unnest(?, ?, ?, ?, ?, ?)
                AS used (idempotency_key, fingerprint, aggregate_id, version, answer_type, answer)
            """;

    private final JdbcOperations jdbc;
    private @Nullable Boolean hasTransactionTimeout;

    AppendStatements(JdbcOperations jdbc) {
        this.jdbc = jdbc;
    }

    /** Waits for the append lock, which this transaction then holds until it ends. */
    void lock() {
        jdbc.execute(LOCK);
        if (hasTransactionTimeout()) {
            jdbc.execute(LIMIT_TRANSACTION);
        }
    }

    private boolean hasTransactionTimeout() {
        Boolean known = hasTransactionTimeout;
        if (known == null) {
            known = onConnection(connection ->
                    connection.getMetaData().getDatabaseMajorVersion() >= FIRST_VERSION_WITH_TRANSACTION_TIMEOUT);
            hasTransactionTimeout = known;
        }
        return known;
    }

    LogState read(List<Append> batch) {
        Set<String> streams = new HashSet<>();
        Set<String> keys = new HashSet<>();
        for (Append append : batch) {
            append.rows().forEach(row -> {
                if (row.aggregateId() != null) {
                    streams.add(row.aggregateId());
                }
            });
            StreamVersion decidedOn = append.decidedOn();
            if (decidedOn != null) {
                streams.add(decidedOn.aggregateId());
            }
            KeyedCommand keyed = append.keyed();
            if (keyed != null) {
                keys.add(keyed.key());
            }
        }
        return onConnection(connection -> readState(connection, streams, keys));
    }

    private static LogState readState(Connection connection, Set<String> streams, Set<String> keys)
            throws SQLException {
        long head = 0;
        Map<String, Long> versions = new HashMap<>();
        try (PreparedStatement read = connection.prepareStatement(READ)) {
            read.setArray(1, connection.createArrayOf("text", streams.toArray()));
            try (ResultSet rows = read.executeQuery()) {
                while (rows.next()) {
                    String stream = rows.getString(1);
                    long number = rows.getLong(2);
                    if (stream == null) {
                        head = number;
                    } else if (!rows.wasNull()) {
                        versions.put(stream, number);
                    }
                }
            }
        }
        return new LogState(head, versions, keys.isEmpty() ? Set.of() : readKeys(connection, keys));
    }

    private static Set<String> readKeys(Connection connection, Set<String> keys) throws SQLException {
        Set<String> used = new HashSet<>();
        try (PreparedStatement read = connection.prepareStatement(READ_KEYS)) {
            read.setArray(1, connection.createArrayOf("text", keys.toArray()));
            try (ResultSet rows = read.executeQuery()) {
                while (rows.next()) {
                    used.add(rows.getString(1));
                }
            }
        }
        return used;
    }

    /** Gives the rows the positions after {@code head}, and wakes every node's readers at commit. */
    void insertEvents(long head, List<EventRow> rows) {
        onConnection(connection -> {
            try (PreparedStatement insert = connection.prepareStatement(INSERT_EVENTS)) {
                Columns<EventRow> columns = new Columns<>(connection, insert, rows, 2);
                insert.setLong(1, head);
                columns.add("text", EventRow::aggregateType);
                columns.add("text", EventRow::aggregateId);
                columns.add("int8", EventRow::version);
                columns.add("uuid", row -> UUID.fromString(row.eventId()));
                columns.add("text", EventRow::type);
                columns.add("text", EventRow::revision);
                columns.add("text", row -> row.occurredAt().toString());
                columns.add("text", EventRow::payload);
                columns.add("text", EventRow::metadata);
                columns.add("text", EventRow::idempotencyKey);
                return insert.execute();
            }
        });
    }

    void insertKeys(List<KeyedCommand> keys) {
        if (keys.isEmpty()) {
            return;
        }
        onConnection(connection -> {
            try (PreparedStatement insert = connection.prepareStatement(INSERT_KEYS)) {
                Columns<KeyedCommand> columns = new Columns<>(connection, insert, keys, 1);
                columns.add("text", KeyedCommand::key);
                columns.add("text", keyed -> HexFormat.of().formatHex(keyed.fingerprint()));
                columns.add(
                        "text",
                        keyed ->
                                keyed.outcome() == null ? null : keyed.outcome().aggregateId());
                columns.add(
                        "int8",
                        keyed ->
                                keyed.outcome() == null ? null : keyed.outcome().version());
                columns.add(
                        "text",
                        keyed -> keyed.answer() == null ? null : keyed.answer().type());
                columns.add(
                        "text",
                        keyed -> keyed.answer() == null ? null : keyed.answer().json());
                return insert.executeUpdate();
            }
        });
    }

    private <T> T onConnection(ConnectionCallback<T> work) throws DataAccessException {
        T result = jdbc.execute(work);
        if (result == null) {
            throw new IllegalStateException("no result");
        }
        return result;
    }
}
