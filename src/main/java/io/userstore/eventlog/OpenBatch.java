package io.userstore.eventlog;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.function.Consumer;
import org.axonframework.common.Registration;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.messaging.SubscribableMessageSource;
import org.jspecify.annotations.Nullable;

/**
 * The batch that is being appended, as the message source of transactional projections: what they add to {@link #writes()}
 * is committed with the events or not at all, and a failure of theirs fails the append. They may be called more than once
 * for the same events, and before it is certain that these are going in, so they must do nothing else.
 */
public final class OpenBatch implements SubscribableMessageSource<EventMessage<?>> {

    private final Set<Consumer<List<? extends EventMessage<?>>>> processors = new CopyOnWriteArraySet<>();
    private @Nullable RoundTrip writes;

    @Override
    public Registration subscribe(Consumer<List<? extends EventMessage<?>>> processor) {
        processors.add(processor);
        return () -> processors.remove(processor);
    }

    /** What the open append transaction is going to write; only to be asked for while a batch is being published. */
    public RoundTrip writes() {
        if (writes == null) {
            throw new IllegalStateException("no batch is open");
        }
        return writes;
    }

    /** Called by the appender's one thread. */
    void publish(List<EventMessage<?>> events, RoundTrip writes) {
        if (processors.isEmpty()) {
            throw new IllegalStateException("no transactional projection is subscribed");
        }
        this.writes = writes;
        try {
            processors.forEach(processor -> processor.accept(events));
        } finally {
            this.writes = null;
        }
    }
}
