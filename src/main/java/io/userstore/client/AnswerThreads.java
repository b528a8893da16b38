package io.userstore.client;

import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.springframework.boot.thread.Threading;
import org.springframework.core.env.Environment;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

/**
 * Runs what the service does with answers: on virtual threads where it has them, else on those of a pool that grows:
 * callbacks may wait for answers to other commands, and were there no thread left for those, all would wait for ever.
 */
final class AnswerThreads implements Executor, AutoCloseable {

    private static final long IDLE_SECONDS = 10;
    private static final String NAME = "userstore-client-";

    private final Executor threads;
    private final Runnable end;

    AnswerThreads(Environment environment) {
        if (Threading.VIRTUAL.isActive(environment)) {
            SimpleAsyncTaskExecutor virtual = new SimpleAsyncTaskExecutor(NAME);
            virtual.setVirtualThreads(true);
            threads = virtual;
            end = virtual::close;
        } else {
            ExecutorService pool = growing(NAME);
            threads = pool;
            end = pool::shutdown;
        }
    }

    /** As many daemons as there are tasks at a time. */
    static ExecutorService growing(String name) {
        CustomizableThreadFactory factory = new CustomizableThreadFactory(name);
        factory.setDaemon(true);
        return new ThreadPoolExecutor(
                0, Integer.MAX_VALUE, IDLE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), factory);
    }

    /** Once closed, on the caller's thread: an answer is handed over in any case. */
    @Override
    public void execute(Runnable task) {
        try {
            threads.execute(task);
        } catch (RejectedExecutionException closed) {
            task.run();
        }
    }

    @Override
    public void close() {
        end.run();
    }
}
