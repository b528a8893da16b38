package io.userstore.adoption;

import io.userstore.eventlog.StreamMemory;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/** Where new users get their ids from: never one that the source has. */
final class IdSequence {

    private static final String NAME = "users_id_seq";

    /** Changes nothing, but takes the lock under which nobody gets an id. */
    private static final String HOLD = "ALTER SEQUENCE users_id_seq INCREMENT BY 1";

    private static final String LAST = "SELECT last_value FROM users_id_seq";

    private static final String RESTART = "ALTER SEQUENCE users_id_seq RESTART WITH %s";

    private final JdbcTemplate jdbc;
    private final TransactionTemplate transaction;

    IdSequence(JdbcTemplate jdbc, TransactionTemplate transaction) {
        this.jdbc = jdbc;
        this.transaction = transaction;
    }

    /** Lets it go on after that id, and has every node give back the ids that it holds in store. */
    void moveOnPast(long id) {
        transaction.executeWithoutResult(status -> {
            jdbc.execute(HOLD);
            Long last = jdbc.queryForObject(LAST, Long.class);
            if (last == null || last <= id) {
                jdbc.execute(RESTART.formatted(Long.toString(id + 1)));
            }
            // Even if it was past the id: what nodes hold of it may be from before.
            StreamMemory.forgetEverywhere(NAME, jdbc);
        });
    }
}
