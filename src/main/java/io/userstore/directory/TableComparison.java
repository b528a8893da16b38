package io.userstore.directory;

import io.userstore.directory.RebuildReport.Example;
import io.userstore.directory.RebuildReport.TableDifferences;
import io.userstore.directory.RebuildReport.Value;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcOperations;

/** Finds, in the database, the rows that are not what they should be; all of its session's one transaction. */
final class TableComparison {

    static final int MOST_EXAMPLES = 20;

    private static final int FETCHED = 1_000;

    private static final String CREATE = """
            CREATE TEMPORARY TABLE differing (
                table_name text   NOT NULL,
                id         bigint NOT NULL,
                kind       text   NOT NULL
            )
            """;

    private static final String COMPARE = """
            INSERT INTO differing (table_name, id, kind)
            SELECT '%1$s', coalesce(expected.id, found.%2$s),
                   CASE WHEN found.%2$s IS NULL THEN 'missing'
                        WHEN expected.id IS NULL THEN 'extra'
                        ELSE 'different' END
              FROM (SELECT * FROM %1$s WHERE %6$s) AS found
              FULL JOIN (SELECT * FROM %3$s AS rows WHERE %7$s) AS expected ON expected.id = found.%2$s
             WHERE found.%2$s IS NULL
                OR expected.id IS NULL
                OR ROW(%4$s) IS DISTINCT FROM ROW(%5$s)
            """;

    private static final String SUSPECTS = "CREATE TEMPORARY TABLE suspects (id bigint PRIMARY KEY)";

    private static final String COUNT = "SELECT kind, count(*) FROM differing WHERE table_name = ? GROUP BY kind";

    private static final String VALUES = """
            SELECT differing.id, differing.kind, %4$s, %5$s
              FROM (SELECT * FROM differing WHERE table_name = '%1$s' ORDER BY id LIMIT %6$s) AS differing
              LEFT JOIN %1$s AS found ON found.%2$s = differing.id
              LEFT JOIN %3$s AS expected ON expected.id = differing.id
             ORDER BY differing.id
            """;

    private final JdbcOperations session;

    TableComparison(JdbcOperations session) {
        this.session = session;
    }

    void create() {
        session.execute(CREATE);
        session.execute(SUSPECTS);
    }

    void compareAll() {
        compare(column -> "true");
    }

    /** Only those that the last comparison has found. */
    void compareAgain() {
        session.execute("DELETE FROM suspects");
        session.update("INSERT INTO suspects SELECT DISTINCT id FROM differing");
        session.execute("DELETE FROM differing");
        session.execute("ANALYZE suspects");
        compare(column -> column + " IN (SELECT id FROM suspects)");
    }

    private void compare(UnaryOperator<String> isCompared) {
        for (DerivedTable table : DerivedTable.values()) {
            session.update(COMPARE.formatted(
                    table.table,
                    table.key,
                    table.expected(),
                    table.list(column -> "found." + column),
                    table.list(column -> "expected." + column),
                    isCompared.apply(table.key),
                    isCompared.apply("id")));
        }
        session.execute("ANALYZE differing");
    }

    /** @param unmask whether examples show what is personal; password hashes never are */
    RebuildReport report(boolean unmask) {
        List<TableDifferences> tables = new ArrayList<>();
        for (DerivedTable table : DerivedTable.values()) {
            Map<String, Long> counts = new HashMap<>();
            session.query(
                    COUNT,
                    row -> {
                        counts.put(row.getString(1), row.getLong(2));
                    },
                    table.table);
            tables.add(new TableDifferences(
                    table.table,
                    counts.getOrDefault("missing", 0L),
                    counts.getOrDefault("extra", 0L),
                    counts.getOrDefault("different", 0L),
                    counts.isEmpty() ? List.of() : examples(table, unmask)));
        }
        return new RebuildReport(tables);
    }

    long count() {
        return Objects.requireNonNull(session.queryForObject("SELECT count(*) FROM differing", Long.class));
    }

    private List<Example> examples(DerivedTable table, boolean unmask) {
        return session.query(values(table, Integer.toString(MOST_EXAMPLES)), (row, n) -> example(row, table, unmask));
    }

    /** Every row, by table and id, and none of them kept. */
    void forEach(boolean unmask, BiConsumer<String, Example> rows) {
        for (DerivedTable table : DerivedTable.values()) {
            session.query(
                    connection -> {
                        PreparedStatement cursor = connection.prepareStatement(values(table, "ALL"));
                        cursor.setFetchSize(FETCHED);
                        return cursor;
                    },
                    row -> {
                        rows.accept(table.table, example(row, table, unmask));
                    });
        }
    }

    private static String values(DerivedTable table, String most) {
        return VALUES.formatted(
                table.table,
                table.key,
                table.expected(),
                table.list(column -> "found." + column + "::text"),
                table.list(column -> "expected." + column + "::text"),
                most);
    }

    private static Example example(ResultSet row, DerivedTable table, boolean unmask) throws SQLException {
        String kind = row.getString(2);
        List<Value> values = new ArrayList<>();
        for (int i = 0; i < table.columns.size() && kind.equals("different"); i++) {
            String found = row.getString(3 + i);
            String expected = row.getString(3 + table.columns.size() + i);
            if (!Objects.equals(found, expected)) {
                String column = table.columns.get(i);
                boolean shown = !DerivedTable.isSecret(column) && (unmask || !DerivedTable.isPersonal(column));
                values.add(new Value(column, masked(found, shown), masked(expected, shown)));
            }
        }
        return new Example(row.getLong(1), kind, values);
    }

    private static @Nullable String masked(@Nullable String value, boolean shown) {
        return shown || value == null ? value : "***";
    }
}
