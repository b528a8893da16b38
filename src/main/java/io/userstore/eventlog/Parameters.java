package io.userstore.eventlog;

import java.lang.reflect.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
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

    /** The types of columns, and of arrays of them. */
    public enum Type {
        TEXT("text", Types.VARCHAR, String.class),
        INT8("int8", Types.BIGINT, Long.class),
        INT4("int4", Types.INTEGER, Integer.class),
        BYTEA("bytea", Types.BINARY, byte[].class),
        UUID("uuid", Types.OTHER, Object.class);

        private final String postgres;
        private final int jdbc;
        private final Class<?> java;

        Type(String postgres, int jdbc, Class<?> java) {
            this.postgres = postgres;
            this.jdbc = jdbc;
            this.java = java;
        }

        /** Of the class by which the driver knows how to send it as it is; an array of objects it would spell out and escape. */
        private Object[] array(int length) {
            return (Object[]) Array.newInstance(java, length);
        }
    }

    /** @param single to bind the one row's columns as values instead of arrays */
    <R> Columns<R> rows(List<R> rows, boolean single) {
        return new Columns<>(rows, single);
    }

    /**
     * The columns of rows, in their order.
     *
     * @param <R> what a row is made from
     */
    public final class Columns<R> {

        private final List<R> rows;
        private final boolean single;

        private Columns(List<R> rows, boolean single) {
            this.rows = rows;
            this.single = single;
        }

        /** Binds the next column. */
        public Columns<R> add(Type type, Function<R, @Nullable Object> component) throws SQLException {
            if (single) {
                statement.setObject(index++, component.apply(rows.get(0)), type.jdbc);
                return this;
            }
            Object[] values = type.array(rows.size());
            for (int i = 0; i < values.length; i++) {
                values[i] = component.apply(rows.get(i));
            }
            statement.setArray(index++, connection.createArrayOf(type.postgres, values));
            return this;
        }

        /** Binds a column of numbers that rise by one from row to row. */
        public Columns<R> addFrom(long first) throws SQLException {
            long[] next = {first};
            return add(Type.INT8, row -> next[0]++);
        }

        /** Binds a number that belongs to the statement as a whole. */
        public Columns<R> add(long value) throws SQLException {
            statement.setLong(index++, value);
            return this;
        }
    }
}
