package io.userstore.adoption;

import io.userstore.adoption.Finding.Kind;
import io.userstore.eventlog.LogUnavailable;
import io.userstore.user.UserRejected;
import io.userstore.user.command.Import;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongConsumer;
import org.axonframework.messaging.MetaData;
import org.jspecify.annotations.Nullable;

/**
 * The second look at the source: imports what can come over and is not in the store yet as it is in the source. A batch is
 * in the store or not; whatever stops this, another run goes on with what is missing.
 */
final class Writing implements AutoCloseable {

    private static final int BATCH = 1_000;

    /** While one is being written, others are being encrypted. */
    private static final int BATCHES_AT_ONCE = 4;

    private static final int COMMANDS_AT_ONCE = 32;

    private final StoreUsers store;
    private final Publishing publishing;
    private final MetaData origin;
    private final Report report;
    private final ExecutorService batches = Executors.newFixedThreadPool(BATCHES_AT_ONCE);
    private final ExecutorService commands = Executors.newFixedThreadPool(COMMANDS_AT_ONCE);
    private final Semaphore free = new Semaphore(2 * BATCHES_AT_ONCE);
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private final AtomicLong imported = new AtomicLong();
    private final AtomicLong unchanged = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();

    private final Queue<Waiting> waiting = new ConcurrentLinkedQueue<>();

    /** Whose address another user has, who may be going to give it up; or who was being changed. */
    private record Waiting(Import user, UserRejected why) {

        boolean isForAddress() {
            return why.code() == UserRejected.Code.EMAIL_ALREADY_REGISTERED;
        }
    }

    Writing(StoreUsers store, Publishing publishing, MetaData origin, Report report) {
        this.store = store;
        this.publishing = publishing;
        this.origin = origin;
        this.report = report;
    }

    void make(Source.Snapshot source, @Nullable Instant since, Addresses addresses, LongConsumer progress)
            throws SQLException {
        try (Addresses.Collisions collisions = addresses.collisions()) {
            List<Import> batch = new ArrayList<>();
            AtomicLong rows = new AtomicLong();
            DistinctRows distinct = new DistinctRows(row -> {
                progress.accept(rows.incrementAndGet());
                if (row.user != null && !collisions.has(row.row.id())) {
                    batch.add(row.user);
                    if (batch.size() == BATCH) {
                        submit(List.copyOf(batch));
                        batch.clear();
                    }
                }
            });
            source.read(since, distinct);
            distinct.end();
            submit(List.copyOf(batch));
        }
        finish();
    }

    private void submit(List<Import> batch) {
        free.acquireUninterruptibly();
        throwFailure();
        if (batch.isEmpty()) {
            free.release();
            return;
        }
        batches.execute(() -> {
            try {
                write(batch);
            } catch (RuntimeException | Error e) {
                failure.compareAndSet(null, e);
            } finally {
                free.release();
            }
        });
    }

    private void throwFailure() {
        Throwable failed = failure.get();
        if (failed != null) {
            free.release();
            throw new IllegalStateException("the import stopped, another run goes on from here: " + failed, failed);
        }
    }

    private void write(List<Import> batch) {
        Map<Long, TableRow> there = store.of(batch.stream().map(Import::id).toList());
        List<Import> fresh = new ArrayList<>(batch.size());
        List<Import> others = new ArrayList<>(0);
        for (Import user : batch) {
            TableRow row = there.get(user.id());
            if (row == null) {
                fresh.add(user);
            } else if (Differences.between(row, user).isEmpty()) {
                unchanged.incrementAndGet();
            } else {
                others.add(user);
            }
        }
        if (!fresh.isEmpty() && !begin(fresh)) {
            others.addAll(fresh);
        }
        decide(others);
    }

    private boolean begin(List<Import> fresh) {
        try {
            publishing.begin(fresh, origin);
            imported.addAndGet(fresh.size());
            return true;
        } catch (LogUnavailable e) {
            throw e;
        } catch (RuntimeException e) {
            // Somebody was faster with an id or an address: each for itself, then.
            return false;
        }
    }

    private void decide(Collection<Import> users) {
        List<CompletableFuture<Void>> decisions = users.stream()
                .map(user -> CompletableFuture.runAsync(() -> decide(user), commands))
                .toList();
        try {
            decisions.forEach(CompletableFuture::join);
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    private void decide(Import user) {
        try {
            publishing.decide(user, origin);
            imported.incrementAndGet();
        } catch (UserRejected e) {
            switch (e.code()) {
                case EMAIL_ALREADY_REGISTERED, CONCURRENT_MODIFICATION -> waiting.add(new Waiting(user, e));
                case USER_DELETED -> refuse(user, Column.DELETED_AT, e.getMessage());
                default -> refuse(user, Column.ID, e.getMessage());
            }
        }
    }

    private void refuse(Import user, Column column, @Nullable String why) {
        refused.incrementAndGet();
        report.add(new Finding(Long.toString(user.id()), column, Kind.REFUSED, String.valueOf(why)));
    }

    private void finish() {
        free.acquireUninterruptibly(2 * BATCHES_AT_ONCE);
        free.release(2 * BATCHES_AT_ONCE);
        free.acquireUninterruptibly();
        throwFailure();
        free.release();
        int before;
        do {
            before = waiting.size();
            List<Waiting> again = new ArrayList<>(waiting);
            waiting.clear();
            // One after the other: each may be waiting for the one before it.
            again.forEach(next -> decide(next.user()));
        } while (!waiting.isEmpty() && waiting.size() < before);
        waiting.forEach(last -> {
            if (last.isForAddress()) {
                refuse(last.user(), Column.EMAIL, "another user of the store has its address");
            } else {
                refuse(last.user(), Column.ID, last.why().getMessage());
            }
        });
    }

    long imported() {
        return imported.get();
    }

    /** Of users that were in the store already, as they are in the source. */
    long unchanged() {
        return unchanged.get();
    }

    long refused() {
        return refused.get();
    }

    @Override
    public void close() {
        batches.shutdownNow();
        commands.shutdownNow();
    }
}
