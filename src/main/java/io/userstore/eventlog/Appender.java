package io.userstore.eventlog;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.axonframework.spring.config.SpringAxonConfiguration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The node's one writer. Callers queue up and block; one thread takes whatever waits as the next batch. So a lone
 * append is written at once, and a thousand share one commit.
 */
final class Appender extends Worker {

    private static final Logger log = LoggerFactory.getLogger(Appender.class);
    private static final int MAX_BATCH = 2_000;
    private static final long IDLE_CHECK_MILLIS = 200;

    /** Somewhat longer than it takes to wake some ten callers and to let them decide. */
    private static final long LONGEST_GATHERING_NANOS = 500_000;

    /** Started before the web server takes requests, and stopped after it has answered the last one. */
    private static final int PHASE = SpringAxonConfiguration.LIFECYCLE_PHASE + 1;

    private final LinkedBlockingQueue<Append> queue = new LinkedBlockingQueue<>();
    private final AppendTransaction transaction;
    private final BatchSpans spans;
    private final AppendMeters meters;
    private final List<CommitObserver> observers;
    private final Runnable afterCommit;
    private int lastBatch;
    private long lastAnswer = System.nanoTime();

    /** @param afterCommit wakes whoever reads the log on this node */
    Appender(
            AppendTransaction transaction,
            BatchSpans spans,
            AppendMeters meters,
            List<CommitObserver> observers,
            Runnable afterCommit) {
        super("event-log-appender");
        this.transaction = transaction;
        this.spans = spans;
        this.meters = meters;
        this.observers = observers;
        this.afterCommit = afterCommit;
        meters.watch(queue::size);
    }

    /** Blocks until the append is committed; throws the reason when it is not. */
    void append(Append append) {
        spans.queue(append);
        queue.add(append);
        if (!isRunning()) {
            refuseQueued();
        }
        try {
            append.done().join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException reason) {
                throw reason;
            }
            throw e;
        }
    }

    /** Appends that wait for the next batch. */
    int waiting() {
        return queue.size();
    }

    /** False since a batch found the database away, until another or an idle moment's question finds it there. */
    boolean reachesDatabase() {
        return transaction.reachesDatabase();
    }

    @Override
    protected void work() {
        List<Append> batch = new ArrayList<>();
        while (isRunning()) {
            try {
                Append first = queue.poll(IDLE_CHECK_MILLIS, TimeUnit.MILLISECONDS);
                if (first == null) {
                    transaction.tryAgain();
                } else {
                    batch.add(first);
                    gather();
                    queue.drainTo(batch, MAX_BATCH - 1);
                    write(batch);
                }
            } catch (InterruptedException e) {
                // Nobody who has business here interrupts this thread.
                log.debug("interrupt ignored");
            } catch (Throwable e) {
                // The thread must survive anything: all of the node's callers hang on it. They come first.
                LogUnavailable failure = new LogUnavailable("the append failed unexpectedly", e);
                batch.forEach(append -> append.refused(failure));
                log.error("appending a batch failed unexpectedly: {}", DatabaseFailure.withoutData(e));
            } finally {
                batch.clear();
            }
        }
        refuseQueued();
    }

    /**
     * Those who were answered a moment ago come back together. Without waiting for them, the first of them would be written
     * alone, while the rest queued up behind it, and each took twice as long. A lone caller waits for nobody.
     */
    private void gather() {
        while (queue.size() + 1 < lastBatch && System.nanoTime() - lastAnswer < LONGEST_GATHERING_NANOS) {
            Thread.yield();
        }
    }

    private void write(List<Append> batch) {
        long begun = System.nanoTime();
        Span span = spans.begin(batch);
        // One that is not valid would give the lines of the log output a trace of nothing but zeros.
        Scope current = span.getSpanContext().isValid() ? span.makeCurrent() : Scope.noop();
        try {
            transaction.write(batch);
        } finally {
            current.close();
            span.end();
        }
        lastBatch = batch.size();
        lastAnswer = System.nanoTime();
        afterwards("waking readers", afterCommit);
        afterwards("measuring", () -> meters.written(batch, begun, lastAnswer));
        for (CommitObserver observer : observers) {
            afterwards(
                    "observing",
                    () -> batch.stream().filter(Append::isIn).forEach(append -> observer.committed(append.events())));
        }
    }

    /** What fails now is not the batch: its callers have their answers. */
    private static void afterwards(String what, Runnable work) {
        try {
            work.run();
        } catch (RuntimeException | Error e) {
            log.error("{} a batch that is answered failed: {}", what, DatabaseFailure.withoutData(e));
        }
    }

    private void refuseQueued() {
        for (Append append = queue.poll(); append != null; append = queue.poll()) {
            append.refused(new LogUnavailable("the store is starting or stopping", null));
        }
    }

    @Override
    public int getPhase() {
        return PHASE;
    }
}
