package io.userstore.directory;

import io.userstore.eventlog.StreamMemory;
import io.userstore.user.UserIds;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.ReentrantLock;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/**
 * Ids from the database's sequence, fetched in blocks so that a registration does not wait for its own: fetching some is a
 * commit of its own. What is left of a block when the node stops, is a gap.
 */
@Component
class SequenceUserIds implements UserIds, StreamMemory {

    private static final int BLOCK = 500;
    private static final String SEQUENCE = "users_id_seq";
    private static final String NEXT = "SELECT nextval('users_id_seq') FROM generate_series(1, ?)";

    private final JdbcTemplate jdbc;
    private final ReentrantLock lock = new ReentrantLock();
    private final Deque<Long> block = new ArrayDeque<>();

    SequenceUserIds(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public long next() {
        lock.lock();
        try {
            if (block.isEmpty()) {
                block.addAll(jdbc.queryForList(NEXT, Long.class, BLOCK));
            }
            return block.removeFirst();
        } finally {
            lock.unlock();
        }
    }

    /** The sequence was moved on: others have the ids that it had given out. */
    @Override
    public void forget(String stream) {
        if (stream.equals(SEQUENCE)) {
            forgetAll();
        }
    }

    @Override
    public void forgetAll() {
        lock.lock();
        try {
            block.clear();
        } finally {
            lock.unlock();
        }
    }
}
