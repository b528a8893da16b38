package io.userstore.web;

import io.userstore.audit.TooManyReaders;
import io.userstore.eventlog.DatabaseFailure;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLRecoverableException;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.axonframework.lifecycle.ShutdownInProgressException;
import org.hibernate.exception.JDBCConnectionException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.transaction.CannotCreateTransactionException;

/** Tells failures that pass, a database that is away or a store that is stopping, from those that do not. */
final class Outages {

    private static final List<Class<? extends Throwable>> PASSING = List.of(
            DataAccessResourceFailureException.class,
            CannotCreateTransactionException.class,
            org.springframework.dao.QueryTimeoutException.class,
            jakarta.persistence.QueryTimeoutException.class,
            JDBCConnectionException.class,
            SQLNonTransientConnectionException.class,
            SQLRecoverableException.class,
            ShutdownInProgressException.class,
            TooManyReaders.class);

    private Outages() {}

    static boolean isOutage(Throwable failure) {
        return DatabaseFailure.isOutage(failure)
                || Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
                        .anyMatch(cause -> PASSING.stream().anyMatch(type -> type.isInstance(cause)));
    }
}
