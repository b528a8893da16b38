package io.userstore.directory;

import io.userstore.eventlog.LoggedEvent;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an event made of a user.
 *
 * @param changes by field; a text whose key was destroyed is listed whenever an event set it, for nobody knows any more
 *     whether that changed it
 */
public record UserChange(LoggedEvent event, Map<UserField, FieldChange> changes) {

    /**
     * A field before and after: {@code String}, {@code Integer}, {@link java.time.Instant},
     * {@link io.userstore.user.event.Personal.Erased}, or null for none.
     */
    public record FieldChange(
            @Nullable Object from, @Nullable Object to) {}
}
