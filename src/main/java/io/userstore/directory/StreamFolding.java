package io.userstore.directory;

import io.userstore.directory.RebuiltUser.Fact;
import io.userstore.eventlog.LoggedEvent;
import io.userstore.eventlog.LoggedEvents;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Folds all streams, one after the other and in bounded memory: pages are opened on all cores, while the next
 * ones are read, and folded in their order.
 */
final class StreamFolding {

    private static final int PAGE = 4_000;

    private final LoggedEvents log;
    private final Consumer<Collection<RebuiltUser>> users;
    private final List<RebuiltUser> finished = new ArrayList<>();
    private @Nullable RebuiltUser current;
    private String stream = "";

    /** @param users gets them some at a time, each once */
    StreamFolding(LoggedEvents log, Consumer<Collection<RebuiltUser>> users) {
        this.log = log;
        this.users = users;
    }

    /**
     * @param progress gets the number of events so far, and of all there are
     * @return the number of events
     */
    long foldUpTo(long head, BiConsumer<Long, Long> progress) {
        int cores = Runtime.getRuntime().availableProcessors();
        ExecutorService reading = Executors.newSingleThreadExecutor();
        ExecutorService opening = Executors.newFixedThreadPool(cores);
        try {
            Deque<CompletableFuture<List<Fact>>> pages = new ArrayDeque<>();
            long folded = 0;
            CompletableFuture<List<LoggedEvent>> next =
                    CompletableFuture.supplyAsync(() -> log.streamByStream("", -1, head, PAGE), reading);
            boolean more = true;
            while (more || !pages.isEmpty()) {
                if (more) {
                    List<LoggedEvent> page = join(next);
                    pages.add(CompletableFuture.supplyAsync(() -> open(page), opening));
                    more = page.size() == PAGE;
                    if (more) {
                        LoggedEvent last = page.get(PAGE - 1);
                        next = CompletableFuture.supplyAsync(() -> after(last, head), reading);
                    }
                }
                while (pages.size() > (more ? cores : 0)) {
                    folded += fold(join(pages.remove()));
                    progress.accept(folded, head);
                }
            }
            finishCurrent();
            flush();
            return folded;
        } finally {
            reading.shutdownNow();
            opening.shutdownNow();
        }
    }

    private List<LoggedEvent> after(LoggedEvent last, long head) {
        return log.streamByStream(
                Objects.requireNonNull(last.stream()), Objects.requireNonNull(last.version()), head, PAGE);
    }

    private static List<Fact> open(List<LoggedEvent> page) {
        return page.stream().map(Fact::of).toList();
    }

    private int fold(List<Fact> facts) {
        for (Fact fact : facts) {
            if (current == null || !fact.stream().equals(stream)) {
                finishCurrent();
                stream = fact.stream();
                current = new RebuiltUser(fact.event().id());
            }
            current.add(fact);
        }
        flush();
        return facts.size();
    }

    private static <T> T join(CompletableFuture<T> promised) {
        try {
            return promised.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    private void finishCurrent() {
        if (current != null) {
            finished.add(current);
            current = null;
        }
    }

    private void flush() {
        if (!finished.isEmpty()) {
            users.accept(finished);
            finished.clear();
        }
    }
}
