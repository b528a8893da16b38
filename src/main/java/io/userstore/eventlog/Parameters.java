package io.userstore.eventlog;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The parameters of a {@link RoundTrip}, bound one after the other. */
public final class Parameters {

    private final Connection connection;
    private final PreparedStatement statement;
    private int index = 1;

    Parameters(Connection connection, PreparedStatement statement) {
        this.connection = connection;
        this.statement = statement;
    }

    /** Binds a number. */
    public void add(long value) throws SQLException {
        statement.setLong(index++, value);
    }

    /** @param type PostgreSQL's name of the element type */
    public void add(String type, @Nullable Object[] values) throws SQLException {
        statement.setArray(index++, connection.createArrayOf(type, values));
    }

    /** Rows to be bound as one array a column, of which {@code unnest} makes rows again. */
    public <R> Columns<R> rows(List<R> rows) {
        return new Columns<>(rows);
    }

    /**
     * A statement binds a batch of any size in this way.
     *
     * @param <R> what a row is made from
     */
    public final class Columns<R> {

        private final List<R> rows;

        private Columns(List<R> rows) {
            this.rows = rows;
        }

        /** @param type PostgreSQL's name of the column's element type */
        public Columns<R> add(String type, Function<R, @Nullable Object> component) throws SQLException {
            Object[] values = new Object[rows.size()];
            for (int i = 0; i < values.length; i++) {
                values[i] = component.apply(rows.get(i));
            }
            Parameters.this.add(type, values);
            return this;
        }
    }
}
