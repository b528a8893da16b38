package io.benchmark.stock;

import io.userstore.user.UserIds;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.ReentrantLock;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;

/** Ids from the sequence in blocks, as the store has them, here on the connection of the command's transaction. */
final class SequenceIds implements UserIds {

    private static final int BLOCK = 500;
    private static final String NEXT = "SELECT nextval('users_id_seq') FROM generate_series(1, ?)";

    private final JdbcTemplate jdbc;
    private final ReentrantLock lock = new ReentrantLock();
    private final Deque<Long> block = new ArrayDeque<>();

    SequenceIds(DataSource dataSource) {
        this.jdbc = new JdbcTemplate(dataSource);
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
}
