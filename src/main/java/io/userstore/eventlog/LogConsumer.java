package io.userstore.eventlog;

import java.util.OptionalLong;
import org.springframework.jdbc.core.JdbcOperations;

/** Who works through the log after the commits; how far it has come is measured. */
public interface LogConsumer {

    /** One of a few, and the same for good: dashboards go by it. */
    String consumerName();

    /**
     * The position up to which it has done its work; empty while it has none.
     *
     * @param jdbc asks the database, within limits of time, once a second
     */
    OptionalLong consumedUpTo(JdbcOperations jdbc);
}
