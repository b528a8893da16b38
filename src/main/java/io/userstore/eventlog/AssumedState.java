package io.userstore.eventlog;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the log must be like for a batch to go in as it is: at the position where this node left it, each stream at the
 * version on which its caller decided, no idempotency key used before.
 */
final class AssumedState {

    private final long head;
    private final Map<String, @Nullable Long> versions = new LinkedHashMap<>();
    private final List<String> keys = new ArrayList<>();

    /** @param head the position of the newest event, as far as this node knows */
    AssumedState(long head, List<Append> batch) {
        this.head = head;
        for (Append append : batch) {
            StreamVersion decidedOn = append.decidedOn();
            if (decidedOn != null) {
                assume(decidedOn.aggregateId(), decidedOn.version());
            }
            for (EventRow row : append.rows()) {
                Long version = row.version();
                if (row.aggregateId() != null && version != null) {
                    assume(row.aggregateId(), version == 0 ? null : version - 1);
                }
            }
            KeyedCommand keyed = append.keyed();
            if (keyed != null) {
                keys.add(keyed.key());
            }
        }
    }

    /** What comes later in the batch builds on what comes first. */
    private void assume(String stream, @Nullable Long version) {
        if (!versions.containsKey(stream)) {
            versions.put(stream, version);
        }
    }

    long head() {
        return head;
    }

    /** Of the streams, null for one that does not exist yet. */
    Map<String, @Nullable Long> versions() {
        return versions;
    }

    List<String> keys() {
        return keys;
    }

    /** For judging the batch, as if it had been read. */
    LogState toLogState() {
        LogState state = new LogState();
        state.headIs(head);
        versions.forEach((stream, version) -> {
            if (version != null) {
                state.versionIs(stream, version);
            }
        });
        return state;
    }
}
