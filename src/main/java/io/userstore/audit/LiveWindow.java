package io.userstore.audit;

import io.userstore.eventlog.EventFilter;
import io.userstore.eventlog.LogConsumer;
import io.userstore.eventlog.LoggedEvent;
import io.userstore.eventlog.LoggedEvents;
import io.userstore.eventlog.StreamMemory;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.jdbc.core.JdbcOperations;

/**
 * The newest events of the log, read once for all who follow it, as long as somebody does. Nobody is waited for: who is
 * slower than the window moves on reads the log alone.
 */
final class LiveWindow implements StreamMemory, LogConsumer, SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(LiveWindow.class);

    /** Some seconds of a busy log; in memory about 30 MB. */
    private static final int MOST_EVENTS = 16_384;

    private static final int BATCH = 1_000;

    /** Between two reads of a busy log, so that many events make one write to each reader. */
    private static final long PAUSE_MILLIS = 100;

    private static final long RETRY_MILLIS = 1_000;

    private final LoggedEvents events;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<Block> blocks = new ArrayDeque<>();
    private int readers;
    private boolean current;
    /** The blocks hold what comes after the begin, up to the end; both are positions. */
    private long begin;

    private long end;
    private int size;
    private volatile boolean running;
    private volatile boolean stopped;

    LiveWindow(LoggedEvents events) {
        this.events = events;
    }

    /** Events that were read together, and are opened and rendered by the first reader who needs them. */
    static final class Block {

        private final List<LoggedEvent> events;
        private final Map<Masking, EventLines> lines = new EnumMap<>(Masking.class);
        private final ReentrantLock rendering = new ReentrantLock();

        Block(List<LoggedEvent> events) {
            this.events = events;
        }

        EventLines lines(Masking masking) {
            rendering.lock();
            try {
                return lines.computeIfAbsent(
                        masking, any -> EventLines.of(events, masking, EventLines.Framing.SERVER_SENT));
            } finally {
                rendering.unlock();
            }
        }

        long last() {
            return events.get(events.size() - 1).position();
        }
    }

    @Override
    public void start() {
        running = true;
        Thread thread = new Thread(this::follow, "event-feed");
        thread.setDaemon(true);
        thread.start();
    }

    /** Lets go all who wait, first of all that stops: the web server waits for them. */
    @Override
    public void stop() {
        locked(() -> {
            running = false;
            stopped = true;
            changed.signalAll();
        });
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    boolean isStopped() {
        return stopped;
    }

    void attach() {
        locked(() -> {
            readers++;
            changed.signalAll();
        });
    }

    void detach() {
        locked(() -> readers--);
    }

    /** Where the window ends; what comes up to there is in the log. */
    long end() {
        lock.lock();
        try {
            return end;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public String consumerName() {
        return "live-feed";
    }

    /** Nothing while nobody follows: then it stands still. */
    @Override
    public OptionalLong consumedUpTo(JdbcOperations jdbc) {
        lock.lock();
        try {
            return current && readers > 0 ? OptionalLong.of(end) : OptionalLong.empty();
        } finally {
            lock.unlock();
        }
    }

    /** Whether there is anything after the position, within that time. */
    boolean await(long position, long nanos) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = nanos;
            while (!stopped && position >= end && left > 0) {
                left = changed.awaitNanos(left);
            }
            return !stopped && position < end;
        } finally {
            lock.unlock();
        }
    }

    /** What holds the event after the position; null if it is not, or no longer, in the window. */
    @Nullable
    Block find(long position) {
        lock.lock();
        try {
            if (position < begin) {
                return null;
            }
            return blocks.stream()
                    .filter(block -> block.last() > position)
                    .findFirst()
                    .orElse(null);
        } finally {
            lock.unlock();
        }
    }

    /** What was rendered may say what its user's erasure makes unreadable. */
    @Override
    public void forget(String stream) {
        forgetAll();
    }

    @Override
    public void forgetAll() {
        locked(() -> startAfter(end));
    }

    private void startAfter(long position) {
        blocks.clear();
        size = 0;
        begin = position;
        end = position;
        changed.signalAll();
    }

    private void follow() {
        try {
            while (awaitReaders()) {
                try {
                    followOn();
                } catch (RuntimeException | Error e) {
                    // Whatever it was: without this thread all readers would wait for nothing.
                    log.warn(
                            "the log cannot be followed, trying again: {}",
                            e.getClass().getName());
                    TimeUnit.MILLISECONDS.sleep(RETRY_MILLIS);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** While nobody follows, the window stands still. */
    private boolean awaitReaders() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (!stopped && readers == 0) {
                current = false;
                changed.await();
            }
            return !stopped;
        } finally {
            lock.unlock();
        }
    }

    private void followOn() throws InterruptedException {
        long wakeUps = events.wakeUps();
        if (!current) {
            long head = events.head();
            locked(() -> startAfter(head));
            current = true;
        }
        List<LoggedEvent> next = events.between(end(), Long.MAX_VALUE, EventFilter.ALL, BATCH);
        if (!next.isEmpty()) {
            add(new Block(next));
            if (next.size() < BATCH) {
                TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
            }
        }
        if (next.size() < BATCH) {
            events.await(wakeUps, TimeUnit.MILLISECONDS.toNanos(RETRY_MILLIS));
        }
    }

    private void add(Block block) {
        locked(() -> {
            blocks.add(block);
            size += block.events.size();
            end = block.last();
            while (size > MOST_EVENTS) {
                Block oldest = blocks.remove();
                size -= oldest.events.size();
                begin = oldest.last();
            }
            changed.signalAll();
        });
    }

    private void locked(Runnable change) {
        lock.lock();
        try {
            change.run();
        } finally {
            lock.unlock();
        }
    }
}
