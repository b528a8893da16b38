package io.userstore.adoption;

import java.sql.SQLException;
import java.time.Instant;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A table of users that is to be brought over. */
public interface Source extends AutoCloseable {

    /** As it is now, and stays until it is closed. */
    Snapshot snapshot() throws SQLException;

    @Override
    void close() throws SQLException;

    /** The table at one moment. */
    interface Snapshot extends AutoCloseable {

        /** By the clock of the source. */
        Instant now() throws SQLException;

        /** The number of rows that {@link #read} gives. */
        long count(@Nullable Instant since) throws SQLException;

        /**
         * Gives rows one by one in the order of their ids.
         *
         * @param since only ids of which a row was updated then or later; all without it
         */
        void read(@Nullable Instant since, Consumer<TableRow> rows) throws SQLException;

        @Override
        void close() throws SQLException;
    }
}
