package io.userstore.directory;

import io.userstore.directory.UserChange.FieldChange;
import io.userstore.eventlog.LogUnavailable;
import io.userstore.eventlog.LoggedEvent;
import io.userstore.user.event.Imported;
import io.userstore.user.event.Personal;
import io.userstore.user.event.UserEvent;
import java.lang.reflect.RecordComponent;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.axonframework.eventhandling.GenericEventMessage;
import org.axonframework.messaging.MetaData;
import org.jspecify.annotations.Nullable;

/** One user after the other, folded from events by the same handlers that write the table; used by one thread. */
final class UserFold {

    /**
     * Goes up with whatever changes which fields an event sets: marks that were made by other rules are of no use, and made
     * anew.
     */
    static final int RULES = 1;

    private static final UserRow NOBODY = new UserRow(0);

    private final ProjectedEvents projected = new ProjectedEvents(this::rowOf);

    private final Map<UserField, Object> values = new EnumMap<>(UserField.class);
    private final Map<UserField, Long> setters = new EnumMap<>(UserField.class);
    private UserRow row = NOBODY;
    private long version = -1;
    private boolean understood = true;
    private Instant latest = Instant.MIN;

    /** Forgets the user, for the next one. */
    void restart() {
        row = NOBODY;
        values.clear();
        setters.clear();
        version = -1;
        understood = true;
        latest = Instant.MIN;
    }

    private UserRow rowOf(long id) {
        if (row == NOBODY) {
            row = new UserRow(id);
        }
        return row;
    }

    /** Of each event all values are absolute, so those that were overwritten later may be left out. */
    UserChange add(LoggedEvent event) {
        Map<UserField, FieldChange> changes = new EnumMap<>(UserField.class);
        version = Objects.requireNonNull(event.version());
        isLateAt(event.occurredAt());
        Object payload = event.payload().orElse(null);
        understood = understood && payload != null;
        if (payload instanceof UserEvent fact) {
            boolean registers = row == NOBODY || fact instanceof Imported;
            row.changed.clear();
            row.lockChanged = false;
            projected.add(
                    new GenericEventMessage<>(event.eventId(), fact, MetaData.emptyInstance(), event.occurredAt()));
            Set<String> erased = erasedComponents(fact);
            for (UserField field : UserField.values()) {
                if (field.isSetIn(row, registers)) {
                    set(field, erased.contains(field.json()) ? Personal.Erased.ERASED : field.of(row), changes);
                }
            }
        }
        return new UserChange(event, changes);
    }

    private void set(UserField field, @Nullable Object to, Map<UserField, FieldChange> changes) {
        Object from = to == null ? values.remove(field) : values.put(field, to);
        setters.put(field, version);
        if (!Objects.equals(from, to) || to == Personal.Erased.ERASED) {
            changes.put(field, new FieldChange(from, to));
        }
    }

    private static Set<String> erasedComponents(UserEvent fact) {
        Set<String> erased = new HashSet<>();
        for (RecordComponent component : fact.getClass().getRecordComponents()) {
            if (component.getType() == Personal.class) {
                try {
                    if (component.getAccessor().invoke(fact) == Personal.Erased.ERASED) {
                        erased.add(component.getName());
                    }
                } catch (ReflectiveOperationException e) {
                    throw new IllegalStateException(component.toString(), e);
                }
            }
        }
        return erased;
    }

    /** The versions of the events that last set each field: these alone, in order, fold to the same user. */
    Set<Long> setters() {
        Set<Long> versions = new TreeSet<>(setters.values());
        versions.add(version);
        return versions;
    }

    /** Of the last event that was added; -1 without one. */
    long version() {
        return version;
    }

    boolean isEmpty() {
        return version < 0;
    }

    /** The latest time of any event so far, those behind a mark included. */
    Instant latest() {
        return latest;
    }

    void isLateAt(Instant time) {
        latest = time.isAfter(latest) ? time : latest;
    }

    /** Whether this store knows the form of all its events; a newer one may have written others. */
    boolean isUnderstood() {
        return understood;
    }

    /** @throws LogUnavailable if it is not */
    void requireUnderstood() {
        if (!understood) {
            throw new LogUnavailable("a user has events that a newer store wrote", null);
        }
    }

    /** As the last event that was added left the user. */
    UserView view() {
        requireUnderstood();
        return row.toView(version);
    }
}
