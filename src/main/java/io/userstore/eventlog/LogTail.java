package io.userstore.eventlog;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells this node's readers that the log may have grown: at once for commits of this node, by NOTIFY for those of
 * others, and once a second in any case, so that a lost notification costs time and never an event.
 */
final class LogTail extends Worker implements WakeUps {

    private static final Logger log = LoggerFactory.getLogger(LogTail.class);

    /** How long a lost notification can go unnoticed. */
    private static final int POLL_MILLIS = 1_000;

    private static final long LONGEST_SILENCE_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final int VALIDATION_SECONDS = 2;

    private final DataSource dataSource;
    private final Supplier<List<StreamMemory>> memories;
    private final boolean polls;
    private final Set<Runnable> callbacks = new CopyOnWriteArraySet<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition woken = lock.newCondition();
    private long wakeUps;
    private long lastSeen = System.nanoTime();

    /**
     * @param memories what is told of streams to forget
     * @param polls whether to wake readers once a second without a notification, too; false only to test these
     */
    LogTail(DataSource dataSource, Supplier<List<StreamMemory>> memories, boolean polls) {
        super("event-log-tail");
        this.dataSource = dataSource;
        this.memories = memories;
        this.polls = polls;
    }

    /** Wakes every reader. */
    void wake() {
        lock.lock();
        try {
            wakeUps++;
            woken.signalAll();
        } finally {
            lock.unlock();
        }
        callbacks.forEach(LogTail::call);
    }

    /** A reader that is shutting down must not take the others' wake-ups with it. */
    private static void call(Runnable callback) {
        try {
            callback.run();
        } catch (RuntimeException e) {
            log.debug("a reader could not be woken: {}", e.getClass().getSimpleName());
        }
    }

    /** The number of wake-ups so far; taken before looking at the log, it makes {@link #await} miss none. */
    long wakeUps() {
        lock.lock();
        try {
            return wakeUps;
        } finally {
            lock.unlock();
        }
    }

    /** Waits until there have been more wake-ups than {@code seen}, or the time is over. */
    void await(long seen, long nanos) throws InterruptedException {
        lock.lock();
        try {
            long left = nanos;
            while (wakeUps == seen && left > 0) {
                left = woken.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void addCallback(Runnable callback) {
        callbacks.add(callback);
    }

    @Override
    public void removeCallback(Runnable callback) {
        callbacks.remove(callback);
    }

    @Override
    protected void work() {
        while (isRunning()) {
            try (Connection connection = dataSource.getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute(RunningNodes.ENTER);
                statement.execute("LISTEN " + AppendStatements.CHANNEL);
                PGConnection connected = connection.unwrap(PGConnection.class);
                // Nobody knows what was to be forgotten while nobody listened.
                memories.get().forEach(StreamMemory::forgetAll);
                while (isRunning()) {
                    PGNotification[] notifications = connected.getNotifications(POLL_MILLIS);
                    forget(notifications);
                    requireStillConnected(connection);
                    if (notifications.length > 0 || polls) {
                        wake();
                    }
                }
                statement.execute("UNLISTEN *");
                statement.execute(RunningNodes.LEAVE);
            } catch (SQLException | RuntimeException e) {
                log.debug("not listening for a while, polling instead: {}", DatabaseFailure.withoutData(e));
                pause();
            }
        }
    }

    /** A connection that a network has dropped in silence is silent for ever. */
    private void requireStillConnected(Connection connection) throws SQLException {
        if (System.nanoTime() - lastSeen > LONGEST_SILENCE_NANOS) {
            if (!connection.isValid(VALIDATION_SECONDS)) {
                throw new SQLException("the connection is gone", "08006");
            }
            lastSeen = System.nanoTime();
        }
    }

    private void forget(PGNotification[] notifications) {
        for (PGNotification notification : notifications) {
            String what = notification.getParameter();
            if (what.startsWith(AppendStatements.FORGET)) {
                String stream = what.substring(AppendStatements.FORGET.length());
                memories.get().forEach(memory -> memory.forget(stream));
            }
        }
    }

    private void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        wake();
    }

    /** Before the processors that read the log. */
    @Override
    public int getPhase() {
        return Integer.MIN_VALUE / 2;
    }
}
