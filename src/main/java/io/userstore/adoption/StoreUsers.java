package io.userstore.adoption;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.JdbcTemplate;

/** The {@code users} table of the store. */
final class StoreUsers {

    private static final String BEGUN = """
            SELECT CAST(aggregate_id AS bigint)
              FROM event_log
             WHERE aggregate_id = ANY (?)
               AND version = 0
            """;

    private static final String OF = TableSql.select("users") + " WHERE id = ANY (?)";

    private static final String IDS = "SELECT id FROM users WHERE id BETWEEN ? AND ? ORDER BY id LIMIT ?";

    private static final String IMPORTED = """
            SELECT CAST(aggregate_id AS bigint)
              FROM event_log
             WHERE aggregate_id = ANY (?)
               AND version = 0
               AND type = 'user.imported'
             ORDER BY 1
            """;

    private final JdbcTemplate jdbc;

    StoreUsers(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** Those whom the log has, too, by id; as of now, each row whole. A row that somebody put there by hand is nobody. */
    Map<Long, TableRow> of(Collection<Long> ids) {
        List<Long> begun = jdbc.queryForList(BEGUN, Long.class, (Object) streams(ids));
        Map<Long, TableRow> found = new HashMap<>();
        if (!begun.isEmpty()) {
            jdbc.query(
                    OF,
                    rows -> {
                        TableRow row = TableSql.row(rows);
                        found.put(row.id(), row);
                    },
                    (Object) begun.toArray(Long[]::new));
        }
        return found;
    }

    /** In their order. */
    List<Long> ids(long first, long last, int limit) {
        return jdbc.queryForList(IDS, Long.class, first, last, limit);
    }

    /** Those whose life in this store began with an import. */
    List<Long> imported(Collection<Long> ids) {
        if (ids.isEmpty()) {
            return List.of();
        }
        return jdbc.queryForList(IMPORTED, Long.class, (Object) streams(ids));
    }

    private static String[] streams(Collection<Long> ids) {
        return ids.stream().map(id -> Long.toString(id)).toArray(String[]::new);
    }
}
