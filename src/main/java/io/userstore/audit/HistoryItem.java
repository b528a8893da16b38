package io.userstore.audit;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an event made of a user. Personal texts are masked, in clear, or {@code erased}; of a password hash there is never
 * more than algorithm and parameters.
 *
 * @param version of the user, 0 for its registration
 * @param revision of the form in which the event is stored
 * @param changes by field of the profile, and {@code passwordHash}. An erased text is listed whenever an event set it.
 */
public record HistoryItem(
        long position,
        long version,
        String type,
        @Nullable String revision,
        Instant occurredAt,
        @Nullable String actor,
        @Nullable String onBehalfOf,
        @Nullable String reason,
        @Nullable String correlationId,
        Map<String, Change> changes) {

    /** A value before and after: a text, a number, a time as text, or null. */
    public record Change(@Nullable Object from, @Nullable Object to) {}
}
