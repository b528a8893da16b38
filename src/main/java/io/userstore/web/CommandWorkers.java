package io.userstore.web;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.thread.Threading;
import org.springframework.core.env.Environment;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;
import org.springframework.stereotype.Component;

/**
 * Threads for commands that come many at once. A command waits for its commit, and what waits together is committed together,
 * so there have to be many.
 */
@Component
class CommandWorkers implements DisposableBean {

    /** Where threads are dear, for all streams together. */
    private static final int MOST = CommandStream.MOST_UNDER_WAY;

    private static final long IDLE_SECONDS = 10;

    /** Each keeps a thread that requests are answered by, for as long as it lasts: far fewer than there are of those. */
    private static final int MOST_STREAMS = 64;

    private final Semaphore places = new Semaphore(MOST_STREAMS);

    private final Executor workers;
    private final Runnable end;
    private final SimpleAsyncTaskExecutor readers = new SimpleAsyncTaskExecutor("command-reader-");

    CommandWorkers(Environment environment, MeterRegistry meters) {
        Gauge.builder("userstore.command.streams", places, free -> MOST_STREAMS - free.availablePermits())
                .description("requests under way that send many commands")
                .register(meters);
        boolean virtual = Threading.VIRTUAL.isActive(environment);
        readers.setVirtualThreads(virtual);
        if (virtual) {
            workers = virtualThreads();
            end = () -> {};
        } else {
            ThreadPoolExecutor pool = threads();
            workers = pool;
            end = pool::shutdown;
        }
    }

    private static Executor virtualThreads() {
        SimpleAsyncTaskExecutor executor = new SimpleAsyncTaskExecutor("command-");
        executor.setVirtualThreads(true);
        return executor;
    }

    private static ThreadPoolExecutor threads() {
        CustomizableThreadFactory factory = new CustomizableThreadFactory("command-");
        factory.setDaemon(true);
        ThreadPoolExecutor executor = new ThreadPoolExecutor(
                MOST, MOST, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), factory);
        executor.allowCoreThreadTimeOut(true);
        return executor;
    }

    @Override
    public void destroy() {
        end.run();
    }

    /** Whether there is a place for another stream; to be {@link #leave left}. */
    boolean enter() {
        return places.tryAcquire();
    }

    void leave() {
        places.release();
    }

    /** For commands. */
    Executor workers() {
        return workers;
    }

    /** For those who read them: never fewer than there are streams, or streams would wait for each other. */
    SimpleAsyncTaskExecutor readers() {
        return readers;
    }
}
