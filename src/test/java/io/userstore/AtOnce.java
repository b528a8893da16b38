package io.userstore;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;

/** Lets many callers do something at the same moment. */
public final class AtOnce implements AutoCloseable {

    private final ExecutorService callers = Executors.newCachedThreadPool();

    /** The result of every caller, in the order of their numbers; a failure of one is thrown. */
    public <R> List<R> run(int count, IntFunction<Callable<R>> caller) {
        CyclicBarrier start = new CyclicBarrier(count);
        List<Future<R>> running = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Callable<R> work = caller.apply(i);
            running.add(callers.submit(() -> {
                start.await(60, TimeUnit.SECONDS);
                return work.call();
            }));
        }
        List<R> results = new ArrayList<>();
        for (Future<R> future : running) {
            try {
                results.add(future.get(120, TimeUnit.SECONDS));
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        }
        return results;
    }

    @Override
    public void close() {
        callers.shutdownNow();
    }
}
