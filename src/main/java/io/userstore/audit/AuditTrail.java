package io.userstore.audit;

import io.userstore.eventlog.DatabaseFailure;
import io.userstore.eventlog.LogUnavailable;
import io.userstore.user.EmailAddress;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcOperations;

/** Who read what, when and why, in {@code audit_reads}: added to, and otherwise left alone. */
public final class AuditTrail {

    private static final Logger log = LoggerFactory.getLogger(AuditTrail.class);

    /** What is said of an erased user could name it. An erasure that is not seen here yet sees this read later. */
    private static final String RECORD = """
            WITH subject AS (SELECT email FROM users WHERE id = ?)
            INSERT INTO audit_reads (actor, user_id, what, purpose)
            SELECT ?, ?::bigint, ?, CASE WHEN NOT EXISTS (SELECT FROM subject WHERE email LIKE ?) THEN ?::text END
            """;

    private static final String ERASED = "%@" + EmailAddress.ERASED_DOMAIN;

    private final JdbcOperations jdbc;

    AuditTrail(JdbcOperations jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Has a read on record, for good, before it is answered.
     *
     * @param userId whose data is read, absent when it is not one user's
     * @param what of which kind it is, with its parameters; nothing personal
     * @param purpose in the reader's words; forgotten when the user is erased
     * @throws LogUnavailable if it cannot be recorded; then it must not be answered
     */
    public void record(String actor, @Nullable Long userId, String what, @Nullable String purpose) {
        try {
            jdbc.update(RECORD, userId, actor, userId, what, ERASED, purpose);
        } catch (DataAccessException e) {
            log.error("a read cannot be recorded, and is not answered: {}", DatabaseFailure.withoutData(e));
            throw new LogUnavailable("the read cannot be recorded", e);
        }
    }
}
