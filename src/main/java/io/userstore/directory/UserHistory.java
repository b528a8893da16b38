package io.userstore.directory;

import io.userstore.directory.HistoryMarks.Mark;
import io.userstore.eventlog.LoggedEvent;
import io.userstore.eventlog.LoggedEvents;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Users as they were, folded from their events by the same handlers that write the table. */
public final class UserHistory {

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
        return fold(Long.toString(id), version).map(UserFold::view).filter(view -> view.version() == version);
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
        UserFold fold = fold(stream, first - 1).orElseGet(UserFold::new);
        List<UserChange> changes = new ArrayList<>();
        for (LoggedEvent event : log.ofStream(stream, first, last)) {
            changes.add(fold.add(event));
        }
        return changes;
    }

    /** Empty when there are no events up to that version. */
    private Optional<UserFold> fold(String stream, long version) {
        UserFold fold = new UserFold();
        Optional<Mark> mark = marks.atOrBefore(stream, version);
        mark.ifPresent(found -> fold.addAll(log.ofStream(stream, found.setters())));
        fold.addAll(log.ofStream(stream, mark.map(Mark::version).orElse(-1L) + 1, version));
        return fold.isEmpty() ? Optional.empty() : Optional.of(fold);
    }

    /** As of a version; the mark before it, if there is one, is where it begins. Empty for what a newer store must mark. */
    Optional<Mark> mark(String stream, long version) {
        Optional<Mark> before = marks.atOrBefore(stream, version - 1);
        UserFold fold = new UserFold();
        before.ifPresent(mark -> fold.addAll(log.ofStream(stream, mark.setters())));
        List<LoggedEvent> events =
                log.ofStream(stream, before.map(Mark::version).orElse(-1L) + 1, version);
        if (events.isEmpty()) {
            return Optional.empty();
        }
        fold.addAll(events);
        if (!fold.isUnderstood()) {
            return Optional.empty();
        }
        Instant latest = before.map(Mark::latest).orElse(Instant.MIN);
        for (LoggedEvent event : events) {
            Instant at = event.occurredAt();
            latest = at.isAfter(latest) ? at : latest;
        }
        long position = events.get(events.size() - 1).position();
        return Optional.of(new Mark(stream, version, position, latest, List.copyOf(fold.setters())));
    }
}
