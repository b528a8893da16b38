package io.userstore.directory;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.springframework.dao.support.DataAccessUtils;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** The table of marks in long streams, and what there is to be marked. */
@Component
class HistoryMarks {

    private static final String COLUMNS = "SELECT aggregate_id, version, position, latest, setters FROM history_marks";

    private static final String AT_OR_BEFORE =
            COLUMNS + " WHERE aggregate_id = ? AND version <= ? ORDER BY version DESC LIMIT 1";

    private static final String LAST_UNTIL =
            COLUMNS + " WHERE aggregate_id = ? AND latest <= ?::timestamptz ORDER BY version DESC LIMIT 1";

    private static final String FIRST_AFTER =
            COLUMNS + " WHERE aggregate_id = ? AND version > ? ORDER BY version LIMIT 1";

    private static final String ADD = """
            INSERT INTO history_marks (aggregate_id, version, position, latest, setters)
            VALUES (?, ?, ?, ?::timestamptz, ?)
            ON CONFLICT DO NOTHING
            """;

    /** Every event before the last mark is marked, because marks are made in the order of the log. */
    private static final String UNMARKED = """
            SELECT aggregate_id, version
              FROM event_log
             WHERE version % 500 = 499
               AND position > (SELECT coalesce(max(position), 0) FROM history_marks)
             ORDER BY position
             LIMIT ?
            """;

    /** The last version of a stream before which, and at which, nothing is later than an instant. */
    private static final String LAST_VERSION_UNTIL = """
            SELECT max(version)
              FROM (SELECT version, max(occurred_at) OVER (ORDER BY version) AS latest
                      FROM event_log
                     WHERE aggregate_id = ?
                       AND version BETWEEN ? AND ?) AS events
             WHERE latest <= ?::timestamptz
            """;

    private final JdbcTemplate jdbc;

    HistoryMarks(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * A mark on an event.
     *
     * @param latest the latest time of any event of the stream up to this one
     * @param setters versions of the events that last set each field, this one among them
     */
    record Mark(String stream, long version, long position, Instant latest, List<Long> setters) {}

    /** An event that has no mark yet. */
    record Unmarked(String stream, long version) {}

    Optional<Mark> atOrBefore(String stream, long version) {
        return find(AT_OR_BEFORE, stream, version);
    }

    List<Unmarked> unmarked(int limit) {
        return jdbc.query(UNMARKED, (row, n) -> new Unmarked(row.getString(1), row.getLong(2)), limit);
    }

    /** A second time it does nothing. */
    void add(Mark mark) {
        jdbc.update(
                ADD,
                mark.stream(),
                mark.version(),
                mark.position(),
                mark.latest().toString(),
                mark.setters().toArray(Long[]::new));
    }

    /** The last version of the stream before which, and at which, nothing is later than that; empty if there is none. */
    Optional<Long> lastVersionUntil(String stream, Instant instant) {
        Optional<Long> marked = find(LAST_UNTIL, stream, instant.toString()).map(Mark::version);
        long first = marked.map(version -> version + 1).orElse(0L);
        long last = find(FIRST_AFTER, stream, first - 1).map(Mark::version).orElse(Long.MAX_VALUE);
        Long found = jdbc.queryForObject(LAST_VERSION_UNTIL, Long.class, stream, first, last, instant.toString());
        return Optional.ofNullable(found).or(() -> marked);
    }

    private Optional<Mark> find(String sql, Object... parameters) {
        return DataAccessUtils.optionalResult(jdbc.query(sql, (row, n) -> mark(row), parameters));
    }

    private static Mark mark(ResultSet row) throws SQLException {
        return new Mark(
                row.getString(1),
                row.getLong(2),
                row.getLong(3),
                row.getObject(4, OffsetDateTime.class).toInstant(),
                List.of((Long[]) row.getArray(5).getArray()));
    }
}
