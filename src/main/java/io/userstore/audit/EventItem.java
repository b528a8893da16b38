package io.userstore.audit;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An event as auditors see it. Personal texts are masked, in clear, or {@code erased}.
 *
 * @param version of the user, absent like the user's id for an event that is of no user
 * @param revision of the form in which the event is stored; the payload is in the present one
 * @param payload an object with the event's fields; the text {@code ***} if this store does not know the type or revision
 */
public record EventItem(
        long position,
        @Nullable Long userId,
        @Nullable Long version,
        String eventId,
        String type,
        @Nullable String revision,
        Instant occurredAt,
        @Nullable String actor,
        @Nullable String onBehalfOf,
        @Nullable String reason,
        @Nullable String sourceAddress,
        @Nullable String correlationId,
        @Nullable String causationId,
        Object payload) {}
