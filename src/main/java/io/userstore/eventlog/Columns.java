package io.userstore.eventlog;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Binds a list of rows to a statement, one array a column, for PostgreSQL's {@code unnest} to make rows of again. So
 * one statement writes a batch of any size.
 *
 * @param <R> what a row is made from
 */
public final class Columns<R> {

    private final Connection connection;
    private final PreparedStatement statement;
    private final List<R> rows;
    private int index;

    /** @param firstIndex the statement parameter of the first column that is added */
    public Columns(Connection connection, PreparedStatement statement, List<R> rows, int firstIndex) {
        this.connection = connection;
        this.statement = statement;
        this.rows = rows;
        this.index = firstIndex;
    }

    /** @param type PostgreSQL's name of the column's element type */
    public Columns<R> add(String type, Function<R, @Nullable Object> component) throws SQLException {
        Object[] values = new Object[rows.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = component.apply(rows.get(i));
        }
        statement.setArray(index++, connection.createArrayOf(type, values));
        return this;
    }
}
