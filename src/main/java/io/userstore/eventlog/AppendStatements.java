package io.userstore.eventlog;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcOperations;

/** The SQL of an append, one statement for a whole batch each, to be sent by {@link RoundTrip}. */
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
            SELECT set_config('statement_timeout', '%1$s', true),
                   set_config('idle_in_transaction_session_timeout', '%1$s', true),
                   pg_advisory_xact_lock(%2$s)
            """.formatted(Integer.toString(HOLD_LIMIT_MILLIS), Long.toString(APPEND_LOCK));

    /** The one limit that also catches a client that stops in the middle of a message; its clock starts here. */
    private static final String LIMIT_TRANSACTION =
            "SELECT set_config('transaction_timeout', '" + HOLD_LIMIT_MILLIS + "', true)";

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
    void lock(RoundTrip reads) {
        reads.add(LOCK, parameters -> {});
        if (hasTransactionTimeout()) {
            reads.add(LIMIT_TRANSACTION, parameters -> {});
        }
    }

    private boolean hasTransactionTimeout() {
        Boolean known = hasTransactionTimeout;
        if (known == null) {
            known = Objects.requireNonNull(jdbc.execute((Connection connection) ->
                    connection.getMetaData().getDatabaseMajorVersion() >= FIRST_VERSION_WITH_TRANSACTION_TIMEOUT));
            hasTransactionTimeout = known;
        }
        return known;
    }

    /** The state is known once the trip was sent. */
    LogState read(List<Append> batch, RoundTrip reads) {
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
        LogState state = new LogState();
        reads.add(READ, parameters -> parameters.add("text", streams.toArray()), rows -> readStreams(rows, state));
        if (!keys.isEmpty()) {
            reads.add(READ_KEYS, parameters -> parameters.add("text", keys.toArray()), rows -> {
                while (rows.next()) {
                    state.keyIsUsed(rows.getString(1));
                }
            });
        }
        return state;
    }

    private static void readStreams(ResultSet rows, LogState state) throws SQLException {
        while (rows.next()) {
            String stream = rows.getString(1);
            long number = rows.getLong(2);
            if (stream == null) {
                state.headIs(number);
            } else if (!rows.wasNull()) {
                state.versionIs(stream, number);
            }
        }
    }

    /** Gives the rows the positions after {@code head}, and wakes every node's readers at commit. */
    void insertEvents(long head, List<EventRow> rows, RoundTrip writes) {
        writes.add(INSERT_EVENTS, parameters -> {
            parameters.add(head);
            parameters
                    .rows(rows)
                    .add("text", EventRow::aggregateType)
                    .add("text", EventRow::aggregateId)
                    .add("int8", EventRow::version)
                    .add("uuid", row -> UUID.fromString(row.eventId()))
                    .add("text", EventRow::type)
                    .add("text", EventRow::revision)
                    .add("text", row -> row.occurredAt().toString())
                    .add("text", EventRow::payload)
                    .add("text", EventRow::metadata)
                    .add("text", EventRow::idempotencyKey);
        });
    }

    void insertKeys(List<KeyedCommand> keys, RoundTrip writes) {
        if (keys.isEmpty()) {
            return;
        }
        writes.add(
                INSERT_KEYS,
                parameters -> parameters
                        .rows(keys)
                        .add("text", KeyedCommand::key)
                        .add("text", keyed -> HexFormat.of().formatHex(keyed.fingerprint()))
                        .add(
                                "text",
                                keyed -> keyed.outcome() == null
                                        ? null
                                        : keyed.outcome().aggregateId())
                        .add(
                                "int8",
                                keyed -> keyed.outcome() == null
                                        ? null
                                        : keyed.outcome().version())
                        .add(
                                "text",
                                keyed -> keyed.answer() == null
                                        ? null
                                        : keyed.answer().type())
                        .add(
                                "text",
                                keyed -> keyed.answer() == null
                                        ? null
                                        : keyed.answer().json()));
    }

    /** Ends the transaction with the trip; the commit that Spring then asks of the driver finds nothing left to do. */
    void commit(RoundTrip writes) {
        writes.add("COMMIT", parameters -> {});
    }
}
