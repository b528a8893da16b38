package io.userstore.adoption;

import java.util.Collection;
import java.util.List;
import java.util.TreeMap;
import org.springframework.jdbc.core.JdbcTemplate;

/** The {@code users} table of the store. */
final class StoreUsers {

    private static final String BETWEEN = TableSql.select("users") + " WHERE id BETWEEN ? AND ? ORDER BY id LIMIT ?";

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

    /** By id; as of now, each row whole. */
    TreeMap<Long, TableRow> between(long first, long last, int limit) {
        TreeMap<Long, TableRow> found = new TreeMap<>();
        jdbc.query(
                BETWEEN,
                rows -> {
                    TableRow row = TableSql.row(rows);
                    found.put(row.id(), row);
                },
                first,
                last,
                limit);
        return found;
    }

    /** Those whose life in this store began with an import. */
    List<Long> imported(Collection<Long> ids) {
        if (ids.isEmpty()) {
            return List.of();
        }
        String[] streams = ids.stream().map(id -> Long.toString(id)).toArray(String[]::new);
        return jdbc.queryForList(IMPORTED, Long.class, (Object) streams);
    }
}
