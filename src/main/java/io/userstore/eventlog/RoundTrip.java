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
    private final boolean lone;

    private RoundTrip(boolean lone) {
        this.lone = lone;
    }

    /**
     * For one append, if that is all there is: single rows have no use for arrays, and would pay for them. Not so in larger
     * batches, where each would only be another combination of statements to keep prepared.
     */
    static RoundTrip forBatch(List<Append> batch) {
        return new RoundTrip(batch.size() == 1);
    }

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

    /** Adds a statement for rows, in which each of their columns is written {@code unnest(?)}. */
    public <R> void addRows(String sql, List<R> rows, RowsBinding<R> binding) {
        addRows(sql, rows, binding, found -> {});
    }

    /** As {@link #addRows(String, List, RowsBinding)}, a query. */
    public <R> void addRows(String sql, List<R> rows, RowsBinding<R> binding, Reading reading) {
        add(forRows(sql, rows), parameters -> binding.bind(parameters.rows(rows, isSingle(rows))), reading);
    }

    /** Whether columns are bound as plain values instead of arrays. */
    boolean isSingle(List<?> rows) {
        return lone && rows.size() == 1;
    }

    /** SQL in which columns are written {@code unnest(?)}, as they are going to be bound. */
    String forRows(String sql, List<?> rows) {
        return isSingle(rows) ? sql.replace("unnest(?)", "?") : sql;
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
