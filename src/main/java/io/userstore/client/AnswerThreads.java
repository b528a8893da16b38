package io.userstore.client;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.springframework.boot.thread.Threading;
import org.springframework.core.env.Environment;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

/**
 * Runs what the service does with answers: on virtual threads where it has them, else on a few of a pool. Whoever waits in
 * a callback for the answer to another command keeps one of those.
 */
final class AnswerThreads implements Executor, AutoCloseable {

    private static final int MOST = 16;
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
            CustomizableThreadFactory factory = new CustomizableThreadFactory(NAME);
            factory.setDaemon(true);
            ThreadPoolExecutor pool = new ThreadPoolExecutor(
                    MOST, MOST, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), factory);
            pool.allowCoreThreadTimeOut(true);
            threads = pool;
            end = pool::shutdown;
        }
    }

    @Override
    public void execute(Runnable task) {
        threads.execute(task);
    }

    @Override
    public void close() {
        end.run();
    }
}
