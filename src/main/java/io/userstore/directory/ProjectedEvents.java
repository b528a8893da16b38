package io.userstore.directory;

import io.userstore.user.event.UserEvent;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.messaging.annotation.AnnotatedHandlerInspector;
import org.axonframework.messaging.annotation.ClasspathHandlerDefinition;
import org.axonframework.messaging.annotation.ClasspathParameterResolverFactory;
import org.axonframework.messaging.annotation.MessageHandlingMember;

/**
 * Gives events to the projection's handlers. Axon's own processors look through all handlers for each event, in a unit of
 * work of its own; which one is for a type of event never changes, so it is looked up once.
 */
final class ProjectedEvents {

    private static final AnnotatedHandlerInspector<UsersProjection> HANDLERS = AnnotatedHandlerInspector.inspectType(
            UsersProjection.class,
            ClasspathParameterResolverFactory.forClass(UsersProjection.class),
            ClasspathHandlerDefinition.forClass(UsersProjection.class));

    private static final Map<Class<?>, MessageHandlingMember<? super UsersProjection>> BY_TYPE =
            new ConcurrentHashMap<>();

    private final UsersProjection projection;

    /** @param rows where to put what the events say */
    ProjectedEvents(UserRows rows) {
        this.projection = new UsersProjection(rows);
    }

    /** What is not of a user's says nothing here. */
    void add(EventMessage<?> event) {
        if (event.getPayload() instanceof UserEvent) {
            try {
                handlerOf(event).handle(event, projection);
            } catch (RuntimeException e) {
                throw e;
            } catch (Exception e) {
                throw new IllegalStateException(
                        "cannot project " + event.getPayloadType().getSimpleName(), e);
            }
        }
    }

    private static MessageHandlingMember<? super UsersProjection> handlerOf(EventMessage<?> event) {
        return BY_TYPE.computeIfAbsent(
                event.getPayloadType(),
                type -> HANDLERS.getHandlers(UsersProjection.class)
                        .filter(handler -> handler.canHandle(event))
                        .findFirst()
                        .orElseThrow(() -> new IllegalStateException("no handler of " + type.getSimpleName())));
    }
}
