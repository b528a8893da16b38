package io.userstore.directory;

import io.userstore.directory.RebuildReport.Example;
import io.userstore.directory.RebuiltUser.Fact;
import io.userstore.eventlog.EventFilter;
import io.userstore.eventlog.LoggedEvent;
import io.userstore.eventlog.LoggedEvents;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiConsumer;
import javax.sql.DataSource;

/**
 * One rebuild of {@code users}, and of what else is derived from the log with it, while the store serves: first
 * {@link #fold}, then {@link #compare}, which touches nothing, then {@link #mend} if need be. Killed at any time, it leaves
 * nothing behind.
 */
public final class UsersRebuild implements AutoCloseable {

    /** Events that are folded at once behind those of the first pass. */
    private static final int PAGE = 20_000;

    /** So few can be folded while nobody may append. */
    private static final int FEW = 500;

    /** A log that grows faster than it is folded is one that a rebuild has to hold up. */
    private static final int MOST_ROUNDS = 20;

    private final RebuildSession session;
    private final LoggedEvents log;
    private final LoggedEvents logInSession;
    private final RebuiltRows rows;
    private final TableComparison comparison;
    private long head;

    private UsersRebuild(RebuildSession session, LoggedEvents log) {
        this.session = session;
        this.log = log;
        this.logInSession = log.in(session.jdbc());
        this.rows = new RebuiltRows(session.jdbc());
        this.comparison = new TableComparison(session.jdbc());
    }

    /** Begins rebuilds, one at a time on any number of nodes. */
    @FunctionalInterface
    public interface Begin {

        /** @throws CannotRebuild if another is running */
        UsersRebuild rebuild();
    }

    static UsersRebuild begin(DataSource application, LoggedEvents log) {
        return new UsersRebuild(RebuildSession.open(application), log);
    }

    /**
     * Folds the log as it is now.
     *
     * @param progress gets the number of events so far, and of all there are
     * @return the number of events
     * @throws CannotRebuild if the log is not one that this store can fold
     */
    public long fold(BiConsumer<Long, Long> progress) {
        rows.create();
        comparison.create();
        head = log.head();
        long events = new StreamFolding(log, rows::add).foldUpTo(head, progress);
        if (events != head) {
            throw CannotRebuild.damaged("up to position " + Long.toString(head) + " it has only "
                    + Long.toString(events) + " events of users");
        }
        rows.index();
        catchUpAllButFew();
        return head;
    }

    /**
     * Compares each row with the log.
     *
     * @param unmask whether examples show what is personal; password hashes never are
     */
    public RebuildReport compare(boolean unmask) {
        session.snapshot().executeWithoutResult(status -> {
            catchUp();
            comparison.compareAll();
        });
        catchUpAllButFew();
        // Somebody who was erased after the snapshot was taken: what had to be opened then could not be any more.
        return Objects.requireNonNull(session.snapshot().execute(status -> {
            catchUp();
            comparison.compareAgain();
            return comparison.report(unmask);
        }));
    }

    /**
     * Gives each row that {@link #compare} has found and that still differs, by its table; no other is mended later.
     *
     * @param unmask as there
     */
    public void forEachDifference(boolean unmask, BiConsumer<String, Example> rows) {
        catchUpAllButFew();
        session.snapshot().executeWithoutResult(status -> {
            // Of whoever was erased since, nothing may be shown.
            catchUp();
            comparison.compareAgain();
            comparison.forEach(unmask, rows);
        });
    }

    /**
     * Mends what {@link #compare} has found, as the log is by now.
     *
     * @throws CannotRebuild if a row would have to go that another table refers to, or is locked, or it takes too long
     */
    public Mended mend() {
        TableMending mending = new TableMending(session.jdbc());
        // It may take long, and nobody waits yet. It is asked again when nobody can refer to them any more.
        mending.requireUnreferenced();
        catchUpAllButFew();
        Mended mended = AppendPause.toMend(comparison.count()).hold(session, () -> {
            long locked = System.nanoTime();
            catchUp();
            comparison.compareAgain();
            long rowsToMend = comparison.count();
            mending.mend();
            return new Mended(rowsToMend, locked);
        });
        return new Mended(mended.rows(), System.nanoTime() - mended.pauseNanos());
    }

    /** @param pauseNanos how long nobody could append */
    public record Mended(long rows, long pauseNanos) {}

    private void catchUpAllButFew() {
        for (int round = 0; round < MOST_ROUNDS && catchUp() > FEW; round++) {
            continue;
        }
    }

    /** Of what the session sees: in a snapshot's transaction, up to the snapshot. */
    private long catchUp() {
        long before = head;
        long upTo = logInSession.head();
        while (head < upTo) {
            List<LoggedEvent> page = logInSession.between(head, upTo, EventFilter.ALL, PAGE);
            if (page.isEmpty() || page.get(page.size() - 1).position() != head + page.size()) {
                throw CannotRebuild.damaged("positions are missing after " + Long.toString(head));
            }
            add(page);
            head += page.size();
        }
        return head - before;
    }

    private void add(List<LoggedEvent> page) {
        List<Fact> facts = page.stream().map(Fact::of).toList();
        Set<Long> ids = new HashSet<>();
        facts.forEach(fact -> ids.add(fact.event().id()));
        Map<Long, RebuiltUser> users = rows.find(ids);
        facts.forEach(fact ->
                users.computeIfAbsent(fact.event().id(), RebuiltUser::new).add(fact));
        rows.replace(users);
    }

    @Override
    public void close() {
        session.close();
    }
}
