package io.userstore.web;

import io.userstore.eventlog.LogUnavailable;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientConnectionException;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.axonframework.lifecycle.ShutdownInProgressException;
import org.hibernate.exception.JDBCConnectionException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.transaction.CannotCreateTransactionException;

/** Tells failures that pass, a database that is away or a store that is stopping, from those that do not. */
final class Outages {

    private static final List<Class<? extends Throwable>> PASSING = List.of(
            LogUnavailable.class,
            DataAccessResourceFailureException.class,
            CannotCreateTransactionException.class,
            org.springframework.dao.QueryTimeoutException.class,
            jakarta.persistence.QueryTimeoutException.class,
            JDBCConnectionException.class,
            SQLTransientConnectionException.class,
            SQLNonTransientConnectionException.class,
            SQLRecoverableException.class,
            ShutdownInProgressException.class);

    /** SQL states by their class: connection lost, resources, operator intervention, system error. */
    private static final Set<String> PASSING_STATES = Set.of("08", "53", "57", "58");

    private Outages() {}

    static boolean isOutage(Throwable failure) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
                .anyMatch(cause -> PASSING.stream().anyMatch(type -> type.isInstance(cause)) || hasPassingState(cause));
    }

    private static boolean hasPassingState(Throwable cause) {
        return cause instanceof SQLException sql
                && sql.getSQLState() != null
                && sql.getSQLState().length() == 5
                && PASSING_STATES.contains(sql.getSQLState().substring(0, 2));
    }
}
