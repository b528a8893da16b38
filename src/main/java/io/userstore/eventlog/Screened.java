package io.userstore.eventlog;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.modelling.command.ConcurrencyException;
import org.jspecify.annotations.Nullable;

/** A batch judged against the state of the log: what goes in, and who is refused for which reason. */
final class Screened {

    private final LogState state;
    private final List<AppendCondition.Screening> screenings;
    private final Set<String> eventIds = new HashSet<>();
    private final Set<String> keys = new HashSet<>();
    private final List<Append> admitted = new ArrayList<>();
    private final List<Runnable> refusals = new ArrayList<>();

    Screened(List<Append> batch, LogState state, List<AppendCondition.Screening> screenings) {
        this.state = state;
        this.screenings = screenings;
        for (Append append : batch) {
            RuntimeException reason = judge(append);
            if (reason == null) {
                admitted.add(append);
            } else {
                refusals.add(() -> append.refused(reason));
            }
        }
    }

    private @Nullable RuntimeException judge(Append append) {
        KeyedCommand keyed = append.keyed();
        if (keyed != null && (state.hasKey(keyed.key()) || keys.contains(keyed.key()))) {
            return new AlreadyHandled();
        }
        StreamVersion decidedOn = append.decidedOn();
        if (decidedOn != null && !Long.valueOf(decidedOn.version()).equals(state.versionOf(decidedOn.aggregateId()))) {
            return new ConcurrencyException("stream " + decidedOn.aggregateId() + " has moved on");
        }
        RuntimeException duplicate = judgeRows(append.rows());
        if (duplicate != null) {
            return duplicate;
        }
        for (AppendCondition.Screening screening : screenings) {
            RuntimeException reason = screening.refuse(append.events());
            if (reason != null) {
                return reason;
            }
        }
        append.rows().forEach(row -> {
            eventIds.add(row.eventId());
            state.advance(row);
        });
        if (keyed != null) {
            keys.add(keyed.key());
        }
        return null;
    }

    private @Nullable DuplicateEvent judgeRows(List<EventRow> rows) {
        Set<String> ids = new HashSet<>();
        Map<String, Long> versions = new LinkedHashMap<>();
        for (EventRow row : rows) {
            if (eventIds.contains(row.eventId()) || !ids.add(row.eventId())) {
                return new DuplicateEvent(row, "event id used twice");
            }
            String aggregateId = row.aggregateId();
            Long version = row.version();
            if (aggregateId == null || version == null) {
                continue;
            }
            Long current = versions.getOrDefault(aggregateId, state.versionOf(aggregateId));
            if (current != null && version != current + 1) {
                return new DuplicateEvent(row, "stream " + aggregateId + " is at version " + current);
            }
            versions.put(aggregateId, version);
        }
        return null;
    }

    /** The newest position before the batch. */
    long headBefore() {
        return state.head();
    }

    /** The newest position once the batch is written. */
    long head() {
        return state.head()
                + admitted.stream().mapToLong(append -> append.rows().size()).sum();
    }

    List<EventMessage<?>> admittedEvents() {
        List<EventMessage<?>> events = new ArrayList<>();
        admitted.forEach(append -> events.addAll(append.events()));
        return events;
    }

    List<EventRow> admittedRows() {
        return admitted.stream().flatMap(append -> append.rows().stream()).toList();
    }

    List<KeyedCommand> admittedKeys() {
        List<KeyedCommand> used = new ArrayList<>();
        for (Append append : admitted) {
            KeyedCommand keyed = append.keyed();
            if (keyed != null) {
                used.add(keyed);
            }
        }
        return used;
    }

    void answer() {
        admitted.forEach(Append::granted);
        refusals.forEach(Runnable::run);
    }
}
