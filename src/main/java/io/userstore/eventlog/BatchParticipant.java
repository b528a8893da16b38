package io.userstore.eventlog;

import java.util.List;
import org.axonframework.eventhandling.EventMessage;

/**
 * Writes what belongs to events into their transaction, as transactional projections do, but once for a batch and without
 * Axon's handling of each event, whose cost every append of the batch would wait for. As they, it may be asked more than
 * once for the same events.
 */
@FunctionalInterface
public interface BatchParticipant {

    /** @param events those that are going in, in order */
    void write(List<EventMessage<?>> events, RoundTrip writes);
}
