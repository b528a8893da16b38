package io.userstore.eventlog;

import java.util.Objects;
import org.axonframework.eventhandling.DomainEventData;
import org.axonframework.eventsourcing.snapshotting.SnapshotFilter;
import org.axonframework.serialization.SerializedType;
import org.axonframework.serialization.Serializer;

/** Lets through only snapshots that the present code wrote; others are replaced by a replay, never upcast. */
final class CurrentRevision implements SnapshotFilter {

    private final Serializer serializer;

    CurrentRevision(Serializer serializer) {
        this.serializer = serializer;
    }

    @Override
    public boolean test(DomainEventData<?> snapshot) {
        SerializedType stored = snapshot.getPayload().getType();
        SerializedType current = serializer.typeForClass(serializer.classForType(stored));
        return Objects.equals(stored.getRevision(), current.getRevision());
    }
}
