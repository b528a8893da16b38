package io.userstore.eventlog;

import org.jspecify.annotations.Nullable;

/**
 * Where a stored text stands. What is sealed is bound to its place, so that it cannot be moved to another unnoticed. As
 * an attribute of the same class it accompanies whatever is written as JSON.
 *
 * @param stream the identifier of the aggregate; absent for events that belong to none
 * @param version the number in the stream
 * @param eventId of the event, or of the snapshot
 */
public record Place(
        @Nullable String stream,
        @Nullable Long version,
        String eventId,
        String type,
        @Nullable String revision,
        Part part) {

    /** The texts of an event or a snapshot. */
    public enum Part {
        PAYLOAD,
        SNAPSHOT,
        METADATA
    }

    Place at(Part other) {
        return new Place(stream, version, eventId, type, revision, other);
    }
}
