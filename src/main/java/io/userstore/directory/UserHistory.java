package io.userstore.directory;

import io.userstore.user.event.UserEvent;
import java.util.Optional;
import org.axonframework.eventhandling.AnnotationEventHandlerAdapter;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventsourcing.eventstore.DomainEventStream;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.springframework.stereotype.Component;

/** Users as they were, folded from their events by the same handlers that write the table. */
@Component
class UserHistory {

    private final EventStore log;

    UserHistory(EventStore log) {
        this.log = log;
    }

    /** The profile as the event of that version left it; empty when there is no such event. */
    Optional<UserView> at(long id, long version) {
        UserRow row = new UserRow(id);
        AnnotationEventHandlerAdapter projection = new AnnotationEventHandlerAdapter(new UsersProjection(any -> row));
        DomainEventStream events = log.readEvents(Long.toString(id), 0);
        while (events.hasNext()) {
            DomainEventMessage<?> event = events.next();
            fold(projection, event);
            if (event.getSequenceNumber() == version) {
                return Optional.of(row.toView(version));
            }
        }
        return Optional.empty();
    }

    private static void fold(AnnotationEventHandlerAdapter projection, DomainEventMessage<?> event) {
        try {
            if (event.getPayload() instanceof UserEvent) {
                projection.handle(event);
            }
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(
                    "cannot fold " + event.getPayloadType().getSimpleName(), e);
        }
    }
}
