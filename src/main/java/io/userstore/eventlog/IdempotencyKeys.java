package io.userstore.eventlog;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcOperations;

/** What became of commands that carried an idempotency key. */
final class IdempotencyKeys {

    private static final String FIND = """
            SELECT fingerprint, aggregate_id, version, answer_type, answer::text
              FROM idempotency_keys
             WHERE idempotency_key = ?
            """;

    private final JdbcOperations jdbc;

    IdempotencyKeys(JdbcOperations jdbc) {
        this.jdbc = jdbc;
    }

    Optional<Outcome> find(String key) {
        return jdbc
                .query(
                        FIND,
                        (row, n) -> new Outcome(
                                row.getBytes(1),
                                row.getString(2),
                                row.getObject(3, Long.class),
                                row.getString(4),
                                row.getString(5)),
                        key)
                .stream()
                .findFirst();
    }

    /** The first outcome under a key. */
    record Outcome(
            byte[] sealedFingerprint,
            @Nullable String aggregateId,
            @Nullable Long version,
            @Nullable String answerType,
            @Nullable String answer) {}
}
