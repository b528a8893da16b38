package io.userstore.eventlog;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.function.Consumer;
import org.axonframework.common.Registration;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.messaging.SubscribableMessageSource;
import org.springframework.jdbc.core.JdbcOperations;

/**
 * The batch that is being appended, as the message source of transactional projections: subscribing processors on it
 * are called inside the append transaction, and what they write through {@link #jdbc()} is committed with the events
 * or not at all. A failure of theirs fails the append.
 */
public final class OpenBatch implements SubscribableMessageSource<EventMessage<?>> {

    private final Set<Consumer<List<? extends EventMessage<?>>>> processors = new CopyOnWriteArraySet<>();
    private final JdbcOperations jdbc;

    OpenBatch(AppendSession session) {
        this.jdbc = session.jdbc();
    }

    @Override
    public Registration subscribe(Consumer<List<? extends EventMessage<?>>> processor) {
        processors.add(processor);
        return () -> processors.remove(processor);
    }

    /** The connection of the open append transaction. */
    public JdbcOperations jdbc() {
        return jdbc;
    }

    void publish(List<EventMessage<?>> events) {
        if (processors.isEmpty()) {
            throw new IllegalStateException("no transactional projection is subscribed");
        }
        processors.forEach(processor -> processor.accept(events));
    }
}
