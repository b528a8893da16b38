package io.userstore.schema;

import java.util.Optional;
import java.util.stream.Stream;

/** Rows that nobody could make anew. */
public enum Precious {
    EVENTS("events", "event_log", "TRUE"),
    USERS("users", "users", "TRUE"),
    KEYS("data keys of users", "data_keys", "wrapped_key IS NOT NULL AND aggregate_id <> 'checkpoint signing key'"),
    READS("reads on record", "audit_reads", "TRUE"),
    /** The tree can be made anew, of a log that was changed meanwhile, too: only these would tell. */
    CHECKPOINTS("signed checkpoints", "checkpoints", "TRUE");

    private final String words;
    private final String table;
    private final String condition;

    Precious(String words, String table, String condition) {
        this.words = words;
        this.table = table;
        this.condition = condition;
    }

    static Optional<Precious> in(String table) {
        return Stream.of(values()).filter(each -> each.table.equals(table)).findFirst();
    }

    String table() {
        return table;
    }

    String count() {
        return "SELECT count(*) FROM " + table + " WHERE " + condition;
    }

    @Override
    public String toString() {
        return words;
    }
}
