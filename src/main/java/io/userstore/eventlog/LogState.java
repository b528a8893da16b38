package io.userstore.eventlog;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the batch needs to know of the log, read under the append lock and kept up while the batch is judged. */
final class LogState {

    private final long head;
    private final Map<String, Long> versions;
    private final Set<String> keys;

    LogState(long head, Map<String, Long> versions, Set<String> keys) {
        this.head = head;
        this.versions = versions;
        this.keys = keys;
    }

    /** The newest position, 0 when the log is empty. */
    long head() {
        return head;
    }

    @Nullable
    Long versionOf(String aggregateId) {
        return versions.get(aggregateId);
    }

    boolean hasKey(String key) {
        return keys.contains(key);
    }

    void advance(EventRow row) {
        if (row.aggregateId() != null && row.version() != null) {
            versions.put(row.aggregateId(), row.version());
        }
    }
}
