package io.userstore.eventlog;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which events of the log are meant; what is absent lets all through.
 *
 * @param from events at this instant or later
 * @param to events before this instant
 */
public record EventFilter(
        @Nullable String type,
        @Nullable String actor,
        @Nullable Instant from,
        @Nullable Instant to) {

    public static final EventFilter ALL = new EventFilter(null, null, null, null);

    /** As the SQL of {@link LoggedEvents} has it, for events that were read already. */
    public boolean lets(String eventType, @Nullable String eventActor, Instant occurredAt) {
        return (type == null || type.equals(eventType))
                && (actor == null || actor.equals(eventActor))
                && (from == null || !occurredAt.isBefore(from))
                && (to == null || occurredAt.isBefore(to));
    }
}
