package io.userstore.eventlog;

import org.axonframework.commandhandling.CommandMessage;
import org.jspecify.annotations.Nullable;

/**
 * Hears of every decision that was accepted on the log's state. Not an Axon interceptor by type: its auto-configuration
 * would register those of the context a second time, and before the state was confirmed.
 */
@FunctionalInterface
public interface CommandObserver {

    /** @param answer what the command's handler answered, or what it answered the first time under the same key */
    void decided(CommandMessage<?> command, @Nullable Object answer);
}
