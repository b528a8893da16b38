package io.userstore.privacy;

import io.userstore.eventlog.BatchParticipant;
import io.userstore.eventlog.RoundTrip;
import io.userstore.eventlog.StreamMemory;
import io.userstore.user.event.Erased;
import io.userstore.user.event.Imported;
import io.userstore.user.event.Registered;
import java.util.ArrayList;
import java.util.List;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventMessage;

/** A user's key comes and goes with its first and its last event, in the append transaction. */
final class DataKeysOfBatch implements BatchParticipant {

    private final DataKeys keys;
    private final KeyDatabase database;

    DataKeysOfBatch(DataKeys keys, KeyDatabase database) {
        this.keys = keys;
        this.database = database;
    }

    @Override
    public void write(List<EventMessage<?>> events, RoundTrip writes) {
        List<WrappedKey> made = new ArrayList<>();
        List<String> erased = new ArrayList<>();
        for (EventMessage<?> event : events) {
            if (event.getPayload() instanceof Registered || isFirstImport(event)) {
                made.add(begun(stream(event)));
            } else if (event.getPayload() instanceof Erased) {
                erased.add(stream(event));
            }
        }
        if (!made.isEmpty()) {
            database.insert(made, writes);
        }
        if (!erased.isEmpty()) {
            database.destroy(erased, writes);
            StreamMemory.forgetEverywhere(erased, writes);
        }
    }

    /** Users are imported again until they are wanted as they are. */
    private static boolean isFirstImport(EventMessage<?> event) {
        return event.getPayload() instanceof Imported && ((DomainEventMessage<?>) event).getSequenceNumber() == 0;
    }

    private static String stream(EventMessage<?> event) {
        return ((DomainEventMessage<?>) event).getAggregateIdentifier();
    }

    private WrappedKey begun(String stream) {
        WrappedKey made = keys.begun(stream);
        if (made == null) {
            throw new IllegalStateException("stream " + stream + " was begun without a data key");
        }
        return made;
    }
}
