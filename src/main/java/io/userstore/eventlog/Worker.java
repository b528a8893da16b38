package io.userstore.eventlog;

import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;

/** A daemon thread with the life of the application; it is never interrupted, it looks whether it may go on. */
public abstract class Worker implements SmartLifecycle {

    private static final long STOP_MILLIS = TimeUnit.SECONDS.toMillis(10);

    private final String name;
    private final long stopMillis;
    private volatile boolean running;
    private @Nullable Thread thread;

    protected Worker(String name) {
        this(name, STOP_MILLIS);
    }

    /** @param stopMillis how long it is waited for at the end */
    protected Worker(String name, long stopMillis) {
        this.name = name;
        this.stopMillis = stopMillis;
    }

    /** Works while {@link #isRunning()}. */
    protected abstract void work();

    @Override
    public void start() {
        running = true;
        Thread worker = new Thread(this::workToTheEnd, name);
        worker.setDaemon(true);
        worker.start();
        thread = worker;
    }

    private void workToTheEnd() {
        try {
            work();
        } finally {
            // Whatever ended it: nobody may go on counting on this thread.
            running = false;
        }
    }

    /** What {@link #stop} begins with; for who has no need to wait for the thread. */
    protected final void endSoon() {
        running = false;
    }

    @Override
    public void stop() {
        endSoon();
        Thread worker = thread;
        if (worker != null) {
            try {
                worker.join(stopMillis);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
