package io.userstore.user;

import static org.assertj.core.api.Assertions.assertThat;

import io.userstore.user.command.UserCommand;
import io.userstore.user.event.UserEvent;
import java.lang.annotation.Annotation;
import java.lang.reflect.Executable;
import java.util.List;
import java.util.stream.Stream;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.junit.jupiter.api.Test;

/** Axon passes over a message without handler in silence: nothing else would say that one was forgotten. */
class UserHandlersTest {

    @Test
    void everyCommandHasOneHandlerInTheAggregate() {
        assertThat(handledBy(CommandHandler.class))
                .containsExactlyInAnyOrder(UserCommand.class.getPermittedSubclasses());
    }

    @Test
    void everyEventHasOneHandlerInTheAggregate() {
        assertThat(handledBy(EventSourcingHandler.class))
                .containsExactlyInAnyOrder(UserEvent.class.getPermittedSubclasses());
    }

    private static List<Class<?>> handledBy(Class<? extends Annotation> handler) {
        return Stream.<Executable>concat(
                        Stream.of(User.class.getDeclaredConstructors()), Stream.of(User.class.getDeclaredMethods()))
                .filter(executable -> executable.isAnnotationPresent(handler))
                .<Class<?>>map(executable -> executable.getParameterTypes()[0])
                .toList();
    }
}
