package io.userstore.processes;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Predicate;

/** Threads that send requests until they are told to end, and what they sent and were answered. */
final class Callers {

    private final Queue<Attempt> attempts = new ConcurrentLinkedQueue<>();
    private final List<Future<?>> callers = new ArrayList<>();
    private final ExecutorService executor = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "caller");
        thread.setDaemon(true);
        return thread;
    });
    private volatile boolean over;

    void begin(Runnable caller) {
        callers.add(executor.submit(caller));
    }

    boolean isOver() {
        return over;
    }

    void add(Attempt attempt) {
        attempts.add(attempt);
    }

    List<Attempt> attempts() {
        return List.copyOf(attempts);
    }

    /** Waits until a node has given so many answers of a kind from now on. */
    void await(StoreProcess node, int count, String kind, Predicate<Attempt> isOfThatKind, Duration patience) {
        long before = count(node, isOfThatKind);
        Deadline.in(patience)
                .await(
                        () -> {
                            callers.stream().filter(Future::isDone).forEach(Callers::requireDone);
                            return count(node, isOfThatKind) >= before + count;
                        },
                        () -> node + " has not " + kind + " " + count + " commands");
    }

    private long count(StoreProcess node, Predicate<Attempt> kind) {
        return attempts.stream()
                .filter(attempt -> attempt.node() == node && kind.test(attempt))
                .count();
    }

    /** Returns when every caller has ended what it was doing. */
    void end() {
        over = true;
        try {
            callers.forEach(Callers::requireDone);
        } finally {
            executor.shutdown();
        }
    }

    private static void requireDone(Future<?> caller) {
        try {
            caller.get();
        } catch (ExecutionException e) {
            throw new AssertionError("a caller failed", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
