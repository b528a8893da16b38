package io.userstore.eventlog;

import java.util.List;
import org.axonframework.eventhandling.EventMessage;

/**
 * Writes what belongs to events into their transaction: what it adds to the trip is committed with them or not at all, and a
 * failure of its fails the append. A transactional projection is one, and once for a batch: Axon's subscribing processors
 * would have a unit of work for each event, whose cost every append of the batch would wait for. It may be asked more
 * than once for the same events, and before it is certain that they are going in, so it must do nothing else.
 */
@FunctionalInterface
public interface BatchParticipant {

    /** @param events those that are going in, in order */
    void write(List<EventMessage<?>> events, RoundTrip writes);
}
