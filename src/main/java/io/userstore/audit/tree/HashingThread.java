package io.userstore.audit.tree;

import io.userstore.eventlog.StoredEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Hashes events beside the thread that reads them, in their order. */
final class HashingThread implements Consumer<StoredEvent> {

    private static final int AT_ONCE = 512;
    private static final int WAITING = 8;

    private final BlockingQueue<List<StoredEvent>> queue = new ArrayBlockingQueue<>(WAITING);
    private final Hashed sink;
    private final TreeHash hash;
    private final Thread thread = new Thread(this::work, "hashing");
    private volatile @Nullable Throwable failure;
    private List<StoredEvent> batch = new ArrayList<>(AT_ONCE);

    /** @param hash used by that thread only */
    HashingThread(TreeHash hash, Hashed sink) {
        this.hash = hash;
        this.sink = sink;
        thread.setDaemon(true);
        thread.start();
    }

    /** Takes leaves, on the thread that hashes. */
    @FunctionalInterface
    interface Hashed {

        void add(long position, byte[] leafHash);
    }

    @Override
    public void accept(StoredEvent event) {
        throwIfFailed();
        batch.add(event);
        if (batch.size() == AT_ONCE) {
            put(batch);
            batch = new ArrayList<>(AT_ONCE);
        }
    }

    /** Waits until all is hashed. */
    void finish() {
        if (!batch.isEmpty()) {
            put(batch);
        }
        stop();
        throwIfFailed();
    }

    private void throwIfFailed() {
        Throwable failed = failure;
        if (failed instanceof RuntimeException e) {
            throw e;
        } else if (failed instanceof Error e) {
            throw e;
        } else if (failed != null) {
            throw new IllegalStateException(failed);
        }
    }

    /** Ends the thread once it has done what it was given. */
    void stop() {
        if (thread.isAlive()) {
            put(List.of());
            joinThread();
        }
    }

    private void joinThread() {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void put(List<StoredEvent> events) {
        try {
            while (!queue.offer(events, 1, TimeUnit.SECONDS) && thread.isAlive()) {
                // The other thread may be slow; it may also have failed.
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private void work() {
        try {
            List<StoredEvent> events = queue.take();
            while (!events.isEmpty()) {
                for (StoredEvent event : events) {
                    sink.add(event.position(), hash.leaf(event.bytes(), event.offset(), event.length()));
                }
                events = queue.take();
            }
        } catch (Throwable e) {
            // An error, too: what was not hashed must never be taken for what was cut off.
            failure = e;
        }
    }
}
