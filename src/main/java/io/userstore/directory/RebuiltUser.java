package io.userstore.directory;

import io.userstore.eventlog.LoggedEvent;
import io.userstore.user.event.UserEvent;
import java.time.Instant;
import java.util.Objects;
import org.axonframework.eventhandling.GenericEventMessage;
import org.axonframework.messaging.MetaData;

/** A user as the log makes it, by the handlers that write the table. Only of a log that this store understands. */
final class RebuiltUser {

    final UserRow row;
    private final ProjectedEvents projected;
    private long version;

    /** Of somebody who has no events yet. */
    RebuiltUser(long id) {
        this(new UserRow(id), -1);
    }

    /** As the event of that version left it. */
    RebuiltUser(UserRow row, long version) {
        this.row = row;
        this.projected = new ProjectedEvents(id -> row);
        this.version = version;
    }

    /** An event of a user, opened and in its present form. */
    record Fact(String stream, long version, String eventId, Instant occurredAt, UserEvent event) {

        /** @throws CannotRebuild if only a newer store can tell what the event means, or it is in the wrong stream */
        static Fact of(LoggedEvent logged) {
            Object payload = logged.payload()
                    .orElseThrow(() -> new CannotRebuild("the event at position " + Long.toString(logged.position())
                            + " is of a kind that this store does not know; rebuild with the version that wrote it"));
            String stream = logged.stream();
            if (stream == null || !(payload instanceof UserEvent event)) {
                throw new CannotRebuild(
                        "the event at position " + Long.toString(logged.position()) + " is not of a user");
            }
            if (!Long.toString(event.id()).equals(stream)) {
                throw CannotRebuild.damaged("stream " + stream + " has an event of another's");
            }
            return new Fact(
                    stream, Objects.requireNonNull(logged.version()), logged.eventId(), logged.occurredAt(), event);
        }
    }

    /** The event after the last one. */
    void add(Fact fact) {
        if (fact.version() != version + 1) {
            throw CannotRebuild.damaged(
                    "stream " + fact.stream() + " has no event of version " + Long.toString(version + 1));
        }
        projected.add(
                new GenericEventMessage<>(fact.eventId(), fact.event(), MetaData.emptyInstance(), fact.occurredAt()));
        version = fact.version();
        if (!row.isNew()) {
            throw CannotRebuild.damaged("stream " + fact.stream() + " does not begin with a registration");
        }
    }

    long version() {
        return version;
    }
}
