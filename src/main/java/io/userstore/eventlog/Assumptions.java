package io.userstore.eventlog;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What a trip takes for granted, in one statement that makes it fail otherwise. It fails without naming any value, since
 * the server's log keeps what it says.
 */
public final class Assumptions {

    private final RoundTrip trip;
    private final List<String> calls = new ArrayList<>();
    private final List<RoundTrip.Binding> bindings = new ArrayList<>();

    Assumptions(RoundTrip trip) {
        this.trip = trip;
    }

    /**
     * Adds a condition that has to hold before anything is written.
     *
     * @param condition in SQL; columns of rows are written as in {@link RoundTrip#addRows}
     */
    public <R> void add(String condition, List<R> rows, RoundTrip.RowsBinding<R> binding) {
        calls.add("assume(" + trip.forRows(condition, rows) + ")");
        bindings.add(parameters -> binding.bind(parameters.rows(rows, trip.isSingle(rows))));
    }

    /** @param call of a function without parameters, for its effect if all that was added before holds */
    void andThen(String call) {
        calls.add(call);
    }

    /** Adds the statement to the trip. */
    void add() {
        trip.add(calls.stream().collect(Collectors.joining(",\n       ", "SELECT ", "")), this::bind);
    }

    private void bind(Parameters parameters) throws SQLException {
        for (RoundTrip.Binding binding : bindings) {
            binding.bind(parameters);
        }
    }
}
