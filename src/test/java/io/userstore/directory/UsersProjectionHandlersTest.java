package io.userstore.directory;

import static org.assertj.core.api.Assertions.assertThat;

import io.userstore.user.event.UserEvent;
import java.lang.reflect.Method;
import java.util.stream.Stream;
import org.axonframework.eventhandling.EventHandler;
import org.junit.jupiter.api.Test;

/** Axon passes over an event without handler in silence: nothing else would say that one was forgotten. */
class UsersProjectionHandlersTest {

    @Test
    void everyEventHasOneHandlerInTheProjection() {
        assertThat(Stream.of(UsersProjection.class.getDeclaredMethods())
                        .filter(method -> method.isAnnotationPresent(EventHandler.class))
                        .map(UsersProjectionHandlersTest::handledEvent))
                .containsExactlyInAnyOrder(UserEvent.class.getPermittedSubclasses());
    }

    private static Class<?> handledEvent(Method handler) {
        return handler.getParameterTypes()[0];
    }
}
