package io.userstore.directory;

import io.userstore.directory.HistoryMarks.Mark;
import io.userstore.eventlog.LogUnavailable;
import io.userstore.eventlog.LoggedEvent;
import io.userstore.eventlog.LoggedEvents;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Users as they were, folded from their events by the same handlers that write the table. A user with events of a newer
 * store's is {@link LogUnavailable} here: that store's nodes can tell.
 */
public final class UserHistory {

    /** So many at once are in memory, however far the marks are behind. */
    private static final int PAGE = 1_000;

    private final LoggedEvents log;
    private final HistoryMarks marks;

    UserHistory(LoggedEvents log, HistoryMarks marks) {
        this.log = log;
        this.marks = marks;
    }

    /** The version of the user's last event; null if there is no such user. */
    public @Nullable Long lastVersion(long id) {
        return log.lastVersion(Long.toString(id));
    }

    /** The profile as the event of that version left it; empty when there is no such event. */
    public Optional<UserView> at(long id, long version) {
        UserFold fold = foldTo(Long.toString(id), version);
        return !fold.isEmpty() && fold.version() == version ? Optional.of(fold.view()) : Optional.empty();
    }

    /**
     * The profile as it was at an instant: as the last event left it before which, and at which, nothing is later. Empty when
     * there was no such user yet.
     */
    public Optional<UserView> asOf(long id, Instant instant) {
        return marks.lastVersionUntil(Long.toString(id), instant).flatMap(version -> at(id, version));
    }

    /** What the events from one version to another made of the user, both included, in their order. */
    public List<UserChange> changes(long id, long first, long last) {
        String stream = Long.toString(id);
        UserFold fold = foldTo(stream, first - 1);
        List<UserChange> changes = new ArrayList<>();
        for (LoggedEvent event : log.ofStream(stream, first, last)) {
            changes.add(fold.add(event));
        }
        fold.requireUnderstood();
        return changes;
    }

    /** By the mark before that version, if there is one. */
    private UserFold foldTo(String stream, long version) {
        UserFold fold = new UserFold();
        marks.atOrBefore(stream, version).ifPresent(mark -> foldFrom(mark, fold));
        foldOn(stream, version, fold);
        return fold;
    }

    private void foldFrom(Mark mark, UserFold fold) {
        log.ofStream(mark.stream(), mark.setters()).forEach(fold::add);
        fold.isLateAt(mark.latest());
    }

    private void foldOn(String stream, long version, UserFold fold) {
        while (fold.version() < version) {
            long first = fold.version() + 1;
            List<LoggedEvent> page = log.ofStream(stream, first, Math.min(version, first + PAGE - 1));
            page.forEach(fold::add);
            if (page.size() < PAGE) {
                return;
            }
        }
    }

    /** As of a version; the mark before it, if there is one, is where it begins. Empty for what only a newer store can mark. */
    Optional<Mark> mark(String stream, long version) {
        UserFold fold = new UserFold();
        marks.atOrBefore(stream, version - 1).ifPresent(mark -> foldFrom(mark, fold));
        foldOn(stream, version, fold);
        return fold.version() == version && fold.isUnderstood()
                ? Optional.of(new Mark(stream, version, fold.latest(), List.copyOf(fold.setters())))
                : Optional.empty();
    }
}
