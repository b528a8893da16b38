package io.userstore.eventlog;

import io.userstore.eventlog.Parameters.Type;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
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
     * The wait for the lock itself is not limited here: it is as long as the others' limits. The limits set after it
     * bind from the next statement on.
     */
    private static final String LOCK = """
            SELECT pg_advisory_xact_lock(%2$s),
                   set_config('statement_timeout', '%1$s', true),
                   set_config('idle_in_transaction_session_timeout', '%1$s', true)
            """.formatted(Integer.toString(HOLD_LIMIT_MILLIS), Long.toString(APPEND_LOCK));

    /** With the one limit that also catches a client that stops in the middle of a message; its clock starts here. */
    private static final String LOCK_WITH_TRANSACTION_TIMEOUT =
            LOCK + ", set_config('transaction_timeout', '" + HOLD_LIMIT_MILLIS + "', true)";

    static final String READ = """
            SELECT NULL, coalesce(max(position), 0)
              FROM event_log
            UNION ALL
            SELECT stream.id, (SELECT max(version) FROM event_log WHERE aggregate_id = stream.id)
              FROM (SELECT unnest(?) AS id) AS stream
            """;

    private static final String SAME_HEAD = "(SELECT coalesce(max(position), 0) FROM event_log) = ?";

    private static final String SAME_VERSIONS = """
            NOT EXISTS (
                SELECT
                  FROM (SELECT unnest(?) AS id, unnest(?) AS version) AS stream
                 WHERE (SELECT max(version) FROM event_log WHERE aggregate_id = stream.id)
                       IS DISTINCT FROM stream.version)
            """;

    static final String READ_KEYS = """
            SELECT idempotency_key
              FROM idempotency_keys
             WHERE idempotency_key IN (SELECT unnest(?))
            """;

    private static final String KEYS_UNUSED = "NOT EXISTS (" + READ_KEYS + ")";

    private static final String INSERT_EVENTS = """
            INSERT INTO event_log (position, aggregate_type, aggregate_id, version, event_id, type, revision,
                                   occurred_at, payload, metadata, idempotency_key)
            SELECT unnest(?), unnest(?), unnest(?), unnest(?), unnest(?), unnest(?), unnest(?),
                   unnest(?)::timestamptz, unnest(?)::json, unnest(?)::json, unnest(?)
            """;

    private static final String NOTIFY = "pg_notify('" + CHANNEL + "', '')";

    /** What a notification says before the stream that is to be forgotten. */
    static final String FORGET = "forget ";

    static final String NOTIFY_NODES = "SELECT pg_notify('" + CHANNEL + "', ?)";

    private static final String DROP_SNAPSHOTS = "DELETE FROM snapshots WHERE aggregate_id IN (SELECT unnest(?))";

    private static final String NOTIFY_OF_FORGOTTEN = "SELECT pg_notify('" + CHANNEL + "', '" + FORGET
            + "' || stream.id) FROM (SELECT unnest(?) AS id) AS stream";

    private static final String INSERT_KEYS = """
            INSERT INTO idempotency_keys (idempotency_key, fingerprint, aggregate_id, version, answer_type, answer)
            SELECT unnest(?), decode(unnest(?), 'hex'), unnest(?), unnest(?), unnest(?), unnest(?)::json
            """;

    private final JdbcOperations jdbc;
    private @Nullable Boolean hasTransactionTimeout;

    AppendStatements(JdbcOperations jdbc) {
        this.jdbc = jdbc;
    }

    /** Waits for the append lock, which this transaction then holds until it ends. */
    void lock(RoundTrip reads) {
        reads.add(hasTransactionTimeout() ? LOCK_WITH_TRANSACTION_TIMEOUT : LOCK, parameters -> {});
    }

    /**
     * Whether the server ends a transaction whose client stops in the middle of a trip. If not, a trip of its own for the lock
     * leaves no more than the middle of a message: the other limits bind between trips and while a statement runs.
     */
    boolean hasTransactionTimeout() {
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
        reads.addRows(
                READ,
                List.copyOf(streams),
                columns -> columns.add(Type.TEXT, stream -> stream),
                rows -> readStreams(rows, state));
        if (!keys.isEmpty()) {
            reads.addRows(READ_KEYS, List.copyOf(keys), columns -> columns.add(Type.TEXT, key -> key), rows -> {
                while (rows.next()) {
                    state.keyIsUsed(rows.getString(1));
                }
            });
        }
        return state;
    }

    /** Assumes the log to be in that state. */
    void assume(AssumedState assumed, Assumptions assumptions) {
        assumptions.add(SAME_HEAD, List.of(), columns -> columns.add(assumed.head()));
        assumptions.add(
                SAME_VERSIONS,
                List.copyOf(assumed.versions().entrySet()),
                columns -> columns.add(Type.TEXT, Map.Entry::getKey).add(Type.INT8, Map.Entry::getValue));
        if (!assumed.keys().isEmpty()) {
            assumptions.add(KEYS_UNUSED, assumed.keys(), columns -> columns.add(Type.TEXT, key -> key));
        }
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

    /** Gives the rows the positions after {@code head}. */
    void insertEvents(long head, List<EventRow> rows, RoundTrip writes) {
        writes.addRows(
                INSERT_EVENTS,
                rows,
                columns -> columns.addFrom(head + 1)
                        .add(Type.TEXT, EventRow::aggregateType)
                        .add(Type.TEXT, EventRow::aggregateId)
                        .add(Type.INT8, EventRow::version)
                        .add(Type.UUID, row -> UUID.fromString(row.eventId()))
                        .add(Type.TEXT, EventRow::type)
                        .add(Type.TEXT, EventRow::revision)
                        .add(Type.TEXT, row -> row.occurredAt().toString())
                        .add(Type.TEXT, EventRow::payload)
                        .add(Type.TEXT, EventRow::metadata)
                        .add(Type.TEXT, EventRow::idempotencyKey));
    }

    /** Wakes every node's readers at commit. */
    void wakeReaders(RoundTrip writes) {
        writes.add("SELECT " + NOTIFY, parameters -> {});
    }

    /** As {@link #wakeReaders(RoundTrip)}, without a statement more. */
    void wakeReaders(Assumptions assumptions) {
        assumptions.andThen(NOTIFY);
    }

    void insertKeys(List<KeyedCommand> keys, RoundTrip writes) {
        if (!keys.isEmpty()) {
            writes.addRows(
                    INSERT_KEYS,
                    keys,
                    columns -> columns.add(Type.TEXT, KeyedCommand::key)
                            .add(Type.TEXT, keyed -> HexFormat.of().formatHex(keyed.sealedFingerprint()))
                            .add(Type.TEXT, AppendStatements::aggregateId)
                            .add(Type.INT8, AppendStatements::version)
                            .add(Type.TEXT, AppendStatements::answerType)
                            .add(Type.TEXT, AppendStatements::answer));
        }
    }

    static void forget(List<String> streams, RoundTrip writes) {
        writes.addRows(DROP_SNAPSHOTS, streams, columns -> columns.add(Type.TEXT, stream -> stream));
        writes.addRows(NOTIFY_OF_FORGOTTEN, streams, columns -> columns.add(Type.TEXT, stream -> stream));
    }

    private static @Nullable String aggregateId(KeyedCommand keyed) {
        StreamVersion outcome = keyed.outcome();
        return outcome == null ? null : outcome.aggregateId();
    }

    private static @Nullable Long version(KeyedCommand keyed) {
        StreamVersion outcome = keyed.outcome();
        return outcome == null ? null : outcome.version();
    }

    private static @Nullable String answerType(KeyedCommand keyed) {
        KeyedCommand.StoredAnswer answer = keyed.answer();
        return answer == null ? null : answer.type();
    }

    private static @Nullable String answer(KeyedCommand keyed) {
        KeyedCommand.StoredAnswer answer = keyed.answer();
        return answer == null ? null : answer.json();
    }

    /** Ends the transaction with the trip; the commit that Spring then asks of the driver finds nothing left to do. */
    void commit(RoundTrip writes) {
        writes.add("COMMIT", parameters -> {});
    }
}
