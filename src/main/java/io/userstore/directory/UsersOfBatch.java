package io.userstore.directory;

import io.userstore.eventlog.BatchParticipant;
import io.userstore.eventlog.RoundTrip;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.axonframework.eventhandling.EventMessage;
import org.springframework.stereotype.Component;

/** The projection in the append transaction: the rows of a batch's users, written with one statement a table. */
@Component
class UsersOfBatch implements BatchParticipant {

    private final JustRegistered justRegistered;

    UsersOfBatch(JustRegistered justRegistered) {
        this.justRegistered = justRegistered;
    }

    @Override
    public void write(List<EventMessage<?>> events, RoundTrip writes) {
        Map<Long, UserRow> rows = new LinkedHashMap<>();
        ProjectedEvents projected = new ProjectedEvents(id -> rows.computeIfAbsent(id, UserRow::new));
        events.forEach(projected::add);
        UsersTable.write(rows.values(), writes);
        rows.values().forEach(justRegistered::addIfNew);
    }
}
