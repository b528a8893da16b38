package io.userstore.eventlog;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.JdbcOperations;

/**
 * Statements that travel to the database together and run there in the order in which they were added: a batch takes as
 * long as its round trips. Each sees what was committed before it begins; one that fails ends the trip. Reusing the
 * same combinations of statements keeps them prepared on the server.
 */
public final class RoundTrip {

    private final List<Step> steps = new ArrayList<>();

    /** Binds the parameters of a statement, in their order. */
    @FunctionalInterface
    public interface Binding {
        void bind(Parameters parameters) throws SQLException;
    }

    /** Binds the columns of rows, and what else the statement has for parameters, in their order. */
    @FunctionalInterface
    public interface RowsBinding<R> {
        void bind(Parameters.Columns<R> columns) throws SQLException;
    }

    /** Takes what a query found, while the trip is being sent. */
    @FunctionalInterface
    public interface Reading {
        void read(ResultSet rows) throws SQLException;
    }

    private record Step(String sql, Binding binding, Reading reading) {}

    /** Adds a statement whose result does not matter, as long as it succeeds. */
    public void add(String sql, Binding binding) {
        add(sql, binding, rows -> {});
    }

    /** Adds a query. */
    public void add(String sql, Binding binding, Reading reading) {
        steps.add(new Step(sql, binding, reading));
    }

    /**
     * Adds a statement for many rows, in which each of their columns is written {@code unnest(?)}. A single row has no use
     * for arrays and would pay for them, so its columns are plain parameters.
     */
    public <R> void addRows(String sql, List<R> rows, RowsBinding<R> binding) {
        addRows(sql, rows, binding, found -> {});
    }

    /** As {@link #addRows(String, List, RowsBinding)}, a query. */
    public <R> void addRows(String sql, List<R> rows, RowsBinding<R> binding, Reading reading) {
        add(forRows(sql, rows), parameters -> binding.bind(parameters.rows(rows)), reading);
    }

    /** SQL in which columns are written {@code unnest(?)}, as {@link Parameters#rows} is going to bind them. */
    static String forRows(String sql, List<?> rows) {
        return rows.size() == 1 ? sql.replace("unnest(?)", "?") : sql;
    }

    void send(JdbcOperations jdbc) {
        jdbc.execute((Connection connection) -> {
            // The driver sends statements that are divided by semicolons in one go, and prepares them one by one.
            String sql = steps.stream().map(Step::sql).collect(Collectors.joining(";\n"));
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                send(new Parameters(connection, statement), statement);
            }
            return true;
        });
    }

    private void send(Parameters parameters, PreparedStatement statement) throws SQLException {
        for (Step step : steps) {
            step.binding().bind(parameters);
        }
        boolean hasRows = statement.execute();
        for (Step step : steps) {
            if (hasRows) {
                try (ResultSet rows = statement.getResultSet()) {
                    step.reading().read(rows);
                }
            }
            hasRows = statement.getMoreResults();
        }
    }
}
