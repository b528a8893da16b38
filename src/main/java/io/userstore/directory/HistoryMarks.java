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

    private static final String COLUMNS = """
            SELECT aggregate_id, version, latest, setters
              FROM history_marks
             WHERE fold = %s
               AND aggregate_id = ?
            """.formatted(Integer.toString(UserFold.RULES));

    private static final String AT_OR_BEFORE = COLUMNS + " AND version <= ? ORDER BY version DESC LIMIT 1";

    private static final String LAST_UNTIL = COLUMNS + " AND latest <= ?::timestamptz ORDER BY version DESC LIMIT 1";

    private static final String FIRST_AFTER = COLUMNS + " AND version > ? ORDER BY version LIMIT 1";

    private static final String ADD = """
            INSERT INTO history_marks AS kept (aggregate_id, version, latest, setters, fold)
            VALUES (?, ?, ?::timestamptz, ?, ?)
            ON CONFLICT (aggregate_id, version) DO UPDATE
               SET latest = excluded.latest, setters = excluded.setters, fold = excluded.fold
             WHERE kept.fold < excluded.fold
            """;

    private static final String UNMARKED = """
            SELECT position, aggregate_id, version
              FROM event_log
             WHERE version %% 500 = 499
               AND position > ?
               AND NOT EXISTS (SELECT
                                 FROM history_marks
                                WHERE history_marks.aggregate_id = event_log.aggregate_id
                                  AND history_marks.version = event_log.version
                                  AND fold >= %s)
             ORDER BY position
             LIMIT ?
            """.formatted(Integer.toString(UserFold.RULES));

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
    record Mark(String stream, long version, Instant latest, List<Long> setters) {}

    /** An event that has no mark yet. */
    record Unmarked(long position, String stream, long version) {}

    Optional<Mark> atOrBefore(String stream, long version) {
        return find(AT_OR_BEFORE, stream, version);
    }

    /** Those behind a position, in the order of the log. */
    List<Unmarked> unmarked(long position, int limit) {
        return jdbc.query(
                UNMARKED, (row, n) -> new Unmarked(row.getLong(1), row.getString(2), row.getLong(3)), position, limit);
    }

    /** A second time it does nothing. */
    void add(Mark mark) {
        jdbc.update(
                ADD,
                mark.stream(),
                mark.version(),
                mark.latest().toString(),
                mark.setters().toArray(Long[]::new),
                UserFold.RULES);
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
                row.getObject(3, OffsetDateTime.class).toInstant(),
                List.of((Long[]) row.getArray(4).getArray()));
    }
}
