package io.userstore.processes;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.LockSupport;

/**
 * A reader that asks again and again for what comes after the last position it has seen, and must never be given
 * anything but the next one: neither a hole, which would be filled after it has gone by, nor a step back.
 */
final class LogFollower implements AutoCloseable {

    private static final String NEXT = """
            SELECT position
              FROM event_log
             WHERE position > ?
             ORDER BY position
            """;

    private static final String HEAD = """
            SELECT coalesce(max(position), 0)
              FROM event_log
             WHERE position > ?
            """;

    private final PostgresProcess postgres;
    private final CompletableFuture<Void> following;
    private volatile boolean over;
    private volatile long polls;
    private volatile long last;

    LogFollower(PostgresProcess postgres) {
        this.postgres = postgres;
        this.following = CompletableFuture.runAsync(this::follow);
    }

    private void follow() {
        try (Connection connection = postgres.connect();
                PreparedStatement next = connection.prepareStatement(NEXT);
                PreparedStatement head = connection.prepareStatement(HEAD)) {
            while (!over) {
                poll(next);
                LockSupport.parkNanos(MILLISECONDS.toNanos(1));
            }
            poll(next);
            requireAtHead(head);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    private void poll(PreparedStatement next) throws SQLException {
        next.setLong(1, last);
        try (ResultSet rows = next.executeQuery()) {
            while (rows.next()) {
                if (rows.getLong(1) != last + 1) {
                    throw new AssertionError("after position " + last + " came " + rows.getLong(1));
                }
                last++;
            }
        }
        polls++;
    }

    private void requireAtHead(PreparedStatement head) throws SQLException {
        head.setLong(1, 0);
        try (ResultSet rows = head.executeQuery()) {
            rows.next();
            if (rows.getLong(1) != last) {
                throw new AssertionError("the log ends at " + rows.getLong(1) + " and not at " + last);
            }
        }
    }

    long polls() {
        return polls;
    }

    long last() {
        return last;
    }

    /** To be called when nobody writes any more: the reader must have come to the end of the log by then. */
    @Override
    public void close() {
        over = true;
        try {
            following.join();
        } catch (CompletionException e) {
            throw new AssertionError("the reader failed", e.getCause());
        }
    }
}
