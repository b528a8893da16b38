package io.userstore.eventlog;

import java.util.List;
import org.axonframework.eventhandling.EventMessage;

/**
 * Hears once of all events that this node has committed, after their callers were answered; not of those of other nodes, nor
 * of commits whose answer was lost. The appender waits for it.
 */
@FunctionalInterface
public interface CommitObserver {

    void committed(List<? extends EventMessage<?>> events);
}
