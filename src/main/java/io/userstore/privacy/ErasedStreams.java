package io.userstore.privacy;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.JdbcTemplate;

/** What the log knows of erasures. */
final class ErasedStreams {

    /** The stored name of the event. */
    static final String TYPE = "user.erased";

    private static final String ERASED = """
            SELECT erased.position, erased.aggregate_id, erased.occurred_at, registered.event_id
              FROM event_log AS erased
              JOIN event_log AS registered ON registered.aggregate_id = erased.aggregate_id AND registered.version = 0
             WHERE erased.type = 'user.erased'
            """;

    private static final String AFTER = ERASED + " AND erased.position > ? ORDER BY erased.position LIMIT ?";

    private static final String OF_STREAM = ERASED + " AND erased.aggregate_id = ?";

    private static final String BROUGHT_BACK = """
            SELECT registered.aggregate_id
              FROM unnest(?, ?) AS sought (aggregate_id, event_id)
              JOIN event_log AS registered
                ON registered.aggregate_id = sought.aggregate_id
               AND registered.version = 0
               AND registered.event_id = sought.event_id
             WHERE (SELECT type FROM event_log AS newest
                     WHERE newest.aggregate_id = sought.aggregate_id
                     ORDER BY version DESC
                     LIMIT 1) <> 'user.erased'
             ORDER BY registered.position
            """;

    private static final String HEAD = "SELECT coalesce(max(position), 0) FROM event_log";

    private static final String HAS = "SELECT EXISTS (SELECT FROM event_log WHERE aggregate_id = ? AND version = 0)";

    private final JdbcTemplate jdbc;

    ErasedStreams(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** An erasure and its position in the log. */
    record Erasure(long position, ErasureLedger.Entry entry) {}

    /** The newest position of the log, 0 when it is empty. */
    long head() {
        Long head = jdbc.queryForObject(HEAD, Long.class);
        return head == null ? 0 : head;
    }

    /** Whether the log has the stream, of whomever. */
    boolean has(String stream) {
        return Boolean.TRUE.equals(jdbc.queryForObject(HAS, Boolean.class, stream));
    }

    /** In the order of the log. */
    List<Erasure> after(long position, int limit) {
        return jdbc.query(AFTER, (row, n) -> erasure(row), position, limit);
    }

    Optional<Erasure> of(String stream) {
        return jdbc.query(OF_STREAM, (row, n) -> erasure(row), stream).stream().findFirst();
    }

    /** Those of the entries whose very user is in this log and not erased. */
    List<String> broughtBack(List<ErasureLedger.Entry> entries) {
        return jdbc.query(
                BROUGHT_BACK,
                statement -> {
                    Object[] streams =
                            entries.stream().map(ErasureLedger.Entry::stream).toArray();
                    Object[] registrations = entries.stream()
                            .map(ErasureLedger.Entry::registration)
                            .toArray();
                    statement.setArray(1, statement.getConnection().createArrayOf("text", streams));
                    statement.setArray(2, statement.getConnection().createArrayOf("uuid", registrations));
                },
                (row, n) -> row.getString(1));
    }

    private static Erasure erasure(ResultSet row) throws SQLException {
        return new Erasure(
                row.getLong(1),
                new ErasureLedger.Entry(
                        row.getString(2),
                        row.getObject(3, OffsetDateTime.class).toInstant(),
                        row.getObject(4, UUID.class)));
    }
}
