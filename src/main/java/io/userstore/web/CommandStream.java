package io.userstore.web;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Many commands, a line each, and an answer for each in the order of the lines. Commands on different users run at once,
 * those on one user one after the other. So many lines are under way at the most that a client which stops reading its
 * answers stops the work, and that memory does not grow with the number of lines.
 */
final class CommandStream {

    static final int MOST_UNDER_WAY = 512;

    private static final long LOOK_AGAIN_MILLIS = 100;

    /** Those that were committed together come one by one, and need not be sent so. */
    private static final long LET_GATHER_NANOS = 300_000;

    /** Stands behind the last answer. */
    private static final CompletableFuture<byte[]> END = CompletableFuture.completedFuture(new byte[0]);

    private final Function<CommandLines.Line, Task> tasks;
    private final Executor workers;
    private final BlockingQueue<CompletableFuture<byte[]>> answers = new ArrayBlockingQueue<>(MOST_UNDER_WAY);
    private final Map<Long, CompletableFuture<byte[]>> lastOfUser = new ConcurrentHashMap<>();
    private volatile boolean stopped;
    private volatile @Nullable Throwable unreadable;

    /**
     * What a line asks for.
     *
     * @param user on whom nothing else is to be done meanwhile; absent when it is about none that is there
     * @param answer does it; throws nothing
     */
    record Task(@Nullable Long user, Supplier<byte[]> answer) {}

    /**
     * @param tasks makes tasks of lines, in their order; throws nothing
     * @param workers run tasks, which block
     */
    CommandStream(Function<CommandLines.Line, Task> tasks, Executor workers) {
        this.tasks = tasks;
        this.workers = workers;
    }

    /** Reads lines to their end, or until {@link #write} has failed; on a thread of its own. */
    void read(InputStream in) {
        CommandLines lines = new CommandLines(in, () -> stopped);
        try {
            CommandLines.Line line = lines.next();
            while (line != null && put(begin(line))) {
                line = lines.next();
            }
        } catch (Throwable e) {
            // Whatever it is: lines that nobody read must not look as if they had not been there.
            unreadable = e;
        } finally {
            put(END);
        }
    }

    private CompletableFuture<byte[]> begin(CommandLines.Line line) {
        Task task = tasks.apply(line);
        Long user = task.user();
        if (user == null) {
            return CompletableFuture.supplyAsync(() -> run(task), workers);
        }
        CompletableFuture<byte[]> before = lastOfUser.getOrDefault(user, END);
        CompletableFuture<byte[]> answer = before.handleAsync((done, failure) -> run(task), workers);
        lastOfUser.put(user, answer);
        answer.whenComplete((done, failure) -> lastOfUser.remove(user, answer));
        return answer;
    }

    /** Nothing, once nobody is going to see the answer. */
    private byte[] run(Task task) {
        return stopped ? new byte[0] : task.answer().get();
    }

    private boolean put(CompletableFuture<byte[]> answer) {
        try {
            while (!stopped) {
                if (answers.offer(answer, LOOK_AGAIN_MILLIS, TimeUnit.MILLISECONDS)) {
                    return true;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return false;
    }

    /**
     * Writes the answers as they come true, until there are no more.
     *
     * @throws IOException if either side of the connection is gone: what came so far is not all
     */
    void write(OutputStream out) throws IOException {
        try {
            CompletableFuture<byte[]> answer = next(out);
            while (answer != END) {
                if (!comesSoon(answer)) {
                    out.flush();
                }
                out.write(answer.join());
                answer = next(out);
            }
            Throwable failure = unreadable;
            if (failure != null) {
                throw new IOException("not all lines could be read", failure);
            }
        } catch (CompletionException e) {
            throw new IOException("a line has no answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } finally {
            stopped = true;
        }
    }

    private static boolean comesSoon(CompletableFuture<byte[]> answer) throws InterruptedException {
        try {
            answer.get(LET_GATHER_NANOS, TimeUnit.NANOSECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            return true;
        }
    }

    /** Whoever waits for the answers so far before it sends another line, gets them first. */
    private CompletableFuture<byte[]> next(OutputStream out) throws IOException, InterruptedException {
        CompletableFuture<byte[]> answer = answers.poll(LET_GATHER_NANOS, TimeUnit.NANOSECONDS);
        if (answer != null) {
            return answer;
        }
        out.flush();
        return answers.take();
    }
}
