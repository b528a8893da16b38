package io.userstore.audit;

import io.userstore.eventlog.CommandObserver;
import io.userstore.eventlog.LogUnavailable;
import io.userstore.user.command.Erase;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Forgets why somebody read what there was of a user, before the user's erasure is acknowledged: those are words that may
 * name a person. Not in its transaction, which all writers wait for: there may be any number of them. What a killed store
 * left, and reads that were being recorded meanwhile, are followed up.
 */
@Component
class PurposesOfErasedUsers implements CommandObserver {

    private static final Logger log = LoggerFactory.getLogger(PurposesOfErasedUsers.class);

    private static final int AT_ONCE = 5_000;
    private static final int ERASURES = 1_000;

    /** A read takes no longer to be recorded, and clocks differ by less. */
    private static final Duration LONGEST_RECORDING = Duration.ofMinutes(2);

    private static final String FORGET = """
            UPDATE audit_reads
               SET purpose = NULL
             WHERE id IN (SELECT id FROM audit_reads WHERE user_id = ? AND purpose IS NOT NULL LIMIT ?)
            """;

    private static final String ERASED = """
            SELECT position, aggregate_id, occurred_at
              FROM event_log
             WHERE type = 'user.erased'
               AND position > ?
             ORDER BY position
             LIMIT ?
            """;

    private final JdbcTemplate jdbc;
    private final Clock clock;
    private long finished;

    PurposesOfErasedUsers(JdbcTemplate jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    private record Erasure(long position, long user, Instant at) {}

    @Override
    public void decided(CommandMessage<?> command, @Nullable Object answer) {
        if (command.getPayload() instanceof Erase erase) {
            CurrentUnitOfWork.get().onCommit(unitOfWork -> complete(erase.id()));
        }
    }

    private void complete(long user) {
        try {
            forget(user);
        } catch (DataAccessException e) {
            throw new LogUnavailable("the user is erased, and why it was read cannot be forgotten yet", e);
        }
    }

    private void forget(long user) {
        while (jdbc.update(FORGET, user, AT_ONCE) == AT_ONCE) {
            continue;
        }
    }

    @Scheduled(fixedDelay = 5_000, initialDelay = 5_000)
    void followUp() {
        try {
            long behind = finished;
            List<Erasure> next = after(behind);
            while (!next.isEmpty()) {
                for (Erasure erasure : next) {
                    forget(erasure.user());
                    behind = erasure.position();
                    if (erasure.at().plus(LONGEST_RECORDING).isBefore(clock.instant())) {
                        finished = behind;
                    }
                }
                next = after(behind);
            }
        } catch (RuntimeException e) {
            log.debug(
                    "purposes of reads cannot be forgotten yet: {}",
                    e.getClass().getSimpleName());
        }
    }

    private List<Erasure> after(long position) {
        return jdbc.query(
                ERASED,
                (row, n) -> new Erasure(
                        row.getLong(1),
                        Long.parseLong(row.getString(2)),
                        row.getObject(3, OffsetDateTime.class).toInstant()),
                position,
                ERASURES);
    }
}
