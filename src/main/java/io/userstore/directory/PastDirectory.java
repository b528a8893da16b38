package io.userstore.directory;

import io.userstore.eventlog.LoggedEvent;
import io.userstore.eventlog.LoggedEvents;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** All users as they were at an instant, one after the other and in bounded memory, however many there are. */
public final class PastDirectory {

    static final int PAGE = 2_000;

    private final LoggedEvents log;
    private final int page;

    /** @param page events at once */
    PastDirectory(LoggedEvents log, int page) {
        this.log = log;
        this.page = page;
    }

    /**
     * Reads the log as it is now, user by user.
     *
     * @param users gets each user that was registered by then, as {@link UserHistory#asOf} shows it, in the order of the
     *     ids as texts
     * @param progress gets the number of events read so far, and of all there are
     */
    public void asOf(Instant instant, Consumer<UserView> users, BiConsumer<Long, Long> progress) {
        UserFold fold = new UserFold();
        long head = log.head();
        String stream = "";
        long version = -1;
        boolean over = false;
        long read = 0;
        while (true) {
            List<LoggedEvent> events = log.streamByStream(stream, version, head, page);
            for (LoggedEvent event : events) {
                String next = Objects.requireNonNull(event.stream());
                if (!next.equals(stream)) {
                    finish(fold, users);
                    stream = next;
                    over = false;
                }
                version = Objects.requireNonNull(event.version());
                // Behind an event that is later, none counts: the same prefix of the stream that any reader would see.
                over = over || event.occurredAt().isAfter(instant);
                if (!over) {
                    fold.add(event);
                }
            }
            read += events.size();
            progress.accept(read, head);
            if (events.size() < page) {
                finish(fold, users);
                return;
            }
        }
    }

    private static void finish(UserFold fold, Consumer<UserView> users) {
        if (!fold.isEmpty()) {
            users.accept(fold.view());
        }
        fold.restart();
    }
}
