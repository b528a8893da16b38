package io.userstore.adoption;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** How a table with the columns of {@code users} is read as texts; in a session whose time zone is UTC. */
final class TableSql {

    private static final int COLUMNS = Column.values().length;

    private TableSql() {}

    /** @param table as it is written in the catalogue, with or without a schema */
    static String select(String table) {
        String columns = Arrays.stream(Column.values())
                .skip(1)
                .map(column -> "CAST(" + column.sql() + " AS text)")
                .collect(Collectors.joining(", "));
        return "SELECT CAST(id AS bigint), " + columns + " FROM " + quoted(table);
    }

    static String quoted(String table) {
        return Arrays.stream(table.split("\\.", 2))
                .map(part -> '"' + part.replace("\"", "\"\"") + '"')
                .collect(Collectors.joining("."));
    }

    /** The current one of {@link #select}. */
    static TableRow row(ResultSet rows) throws SQLException {
        @Nullable String[] texts = new @Nullable String[COLUMNS];
        for (int i = 1; i < COLUMNS; i++) {
            texts[i] = rows.getString(i + 1);
        }
        return new TableRow(rows.getLong(1), texts);
    }
}
