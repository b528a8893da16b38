package io.userstore.processes;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Callers that keep both nodes busy until this is closed, and everything that they sent and were answered. */
final class Load implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final long PAUSE_MILLIS = 50;

    private final Callers callers = new Callers();

    static Load on(TwoNodes nodes, int callersPerNode) {
        Load load = new Load();
        for (StoreProcess node : nodes.both()) {
            for (int i = 0; i < callersPerNode; i++) {
                Caller caller = new Caller(load, node, nodes.other(node));
                load.callers.begin(caller::run);
            }
        }
        return load;
    }

    boolean isOver() {
        return callers.isOver();
    }

    /** Sends a request as soon as the node serves. */
    @Nullable
    Answer send(StoreProcess node, Request request) {
        Deadline.in(PATIENCE).await(() -> node.isServing() || isOver(), () -> node + " is not there again");
        if (!node.isServing()) {
            throw new AssertionError("the load ended while " + node + " was not there");
        }
        long begun = System.nanoTime();
        Answer answer;
        try {
            answer = node.client().send(request);
        } catch (IOException e) {
            answer = null;
        }
        Attempt attempt = new Attempt(node, request, begun, System.nanoTime(), answer);
        callers.add(attempt);
        if (answer != null && attempt.unknown() && !answer.isUnavailable()) {
            throw new AssertionError("nothing that the contract knows: " + attempt);
        }
        if (answer == null || !answer.isDone()) {
            // As every decent client does, and not to drown in refusals.
            LockSupport.parkNanos(MILLISECONDS.toNanos(PAUSE_MILLIS));
        }
        return answer;
    }

    List<Attempt> attempts() {
        return callers.attempts();
    }

    /** Waits until a node has given so many answers of a kind from now on. */
    void await(StoreProcess node, int count, String kind, Predicate<Attempt> isOfThatKind) {
        callers.await(node, count, kind, isOfThatKind, PATIENCE);
    }

    void awaitAcknowledged(StoreProcess node, int count) {
        await(node, count, "acknowledged", Attempt::acknowledged);
    }

    /** Returns when every caller knows the outcome of what it sent under an idempotency key. */
    @Override
    public void close() {
        callers.end();
    }
}
