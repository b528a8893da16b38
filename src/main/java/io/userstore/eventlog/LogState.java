package io.userstore.eventlog;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the batch needs to know of the log, read under the append lock and kept up while the batch is judged. */
final class LogState {

    private final Map<String, Long> versions = new HashMap<>();
    private final Set<String> keys = new HashSet<>();
    private long head;

    void headIs(long position) {
        head = position;
    }

    void versionIs(String aggregateId, long version) {
        versions.put(aggregateId, version);
    }

    void keyIsUsed(String key) {
        keys.add(key);
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
            versionIs(row.aggregateId(), row.version());
        }
    }
}
