package io.userstore.audit;

import io.userstore.eventlog.BatchParticipant;
import io.userstore.eventlog.Parameters.Type;
import io.userstore.eventlog.RoundTrip;
import io.userstore.user.event.Erased;
import java.util.List;
import org.axonframework.eventhandling.EventMessage;
import org.springframework.stereotype.Component;

/**
 * Forgets why somebody read what there was of a user, in the transaction of the user's erasure: those are words that may
 * name a person. The users projection comes first, so that reads which hold the user's row are waited for.
 */
@Component
class PurposesOfErasedUsers implements BatchParticipant {

    private static final String FORGET = """
            UPDATE audit_reads
               SET purpose = NULL
             WHERE user_id IN (SELECT unnest(?))
               AND purpose IS NOT NULL
            """;

    @Override
    public void write(List<EventMessage<?>> events, RoundTrip writes) {
        List<Long> erased = events.stream()
                .filter(event -> event.getPayload() instanceof Erased)
                .map(event -> ((Erased) event.getPayload()).id())
                .toList();
        if (!erased.isEmpty()) {
            writes.addRows(FORGET, erased, columns -> columns.add(Type.INT8, id -> id));
        }
    }
}
