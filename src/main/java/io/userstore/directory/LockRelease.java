package io.userstore.directory;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.userstore.eventlog.MetaDataKeys;
import io.userstore.user.command.ReleaseLock;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.messaging.MetaData;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.core.task.AsyncTaskExecutor;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Releases locks whose time is over, on every node. Which node is first does not matter: a lock that is released
 * already is left alone, so each is released once whatever their number.
 */
@Component
class LockRelease {

    private static final Logger log = LoggerFactory.getLogger(LockRelease.class);
    private static final MetaData ORIGIN = MetaData.with(MetaDataKeys.ACTOR, "userstore");
    private static final int BATCH = 500;

    private static final String EXPIRED = """
            SELECT account_locks.user_id, account_locks.locked_until
              FROM account_locks
              JOIN users ON users.id = account_locks.user_id AND users.deleted_at IS NULL
             WHERE account_locks.locked_until <= ?::timestamptz
             ORDER BY account_locks.locked_until
             LIMIT ?
            """;

    private final JdbcTemplate jdbc;
    private final CommandGateway commands;
    private final AsyncTaskExecutor executor;
    private final Clock clock;
    private volatile double overdueMillis = Double.NaN;

    LockRelease(
            JdbcTemplate jdbc,
            CommandGateway commands,
            @Qualifier("applicationTaskExecutor") AsyncTaskExecutor executor,
            Clock clock,
            MeterRegistry meters) {
        TimeGauge.builder("userstore.locks.overdue", () -> overdueMillis, TimeUnit.MILLISECONDS)
                .description("since when the oldest lock waits to be released whose time was over at the last look")
                .register(meters);
        this.jdbc = jdbc;
        this.commands = commands;
        this.executor = executor;
        this.clock = clock;
    }

    @Scheduled(fixedDelay = 250, initialDelay = 1_000)
    void releaseExpired() {
        try {
            List<ReleaseLock> expired = look();
            // Together, so that they share a commit.
            List<CompletableFuture<Void>> releases = expired.stream()
                    .map(command -> executor.submitCompletable(() -> send(command)))
                    .toList();
            long failed = releases.stream().filter(LockRelease::fails).count();
            if (failed > 0) {
                log.warn("{} of {} expired locks could not be released yet", failed, releases.size());
            }
        } catch (RuntimeException e) {
            // The next round tries again; until then an expired lock binds nobody anyway.
            log.debug("no expired locks could be looked for: {}", e.getClass().getSimpleName());
        }
    }

    private List<ReleaseLock> look() {
        try {
            List<ReleaseLock> expired = expired();
            overdueMillis = expired.isEmpty() ? 0 : overdueMillis(expired.get(0));
            return expired;
        } catch (RuntimeException e) {
            overdueMillis = Double.NaN;
            throw e;
        }
    }

    private double overdueMillis(ReleaseLock oldest) {
        return Duration.between(oldest.lockedUntil(), clock.instant()).toMillis();
    }

    private static boolean fails(CompletableFuture<Void> release) {
        return release.handle((done, failure) -> failure != null).join();
    }

    private List<ReleaseLock> expired() {
        return jdbc.query(
                EXPIRED,
                (row, n) -> new ReleaseLock(
                        row.getLong(1), row.getObject(2, OffsetDateTime.class).toInstant()),
                clock.instant().toString(),
                BATCH);
    }

    private void send(ReleaseLock command) {
        commands.sendAndWait(new GenericCommandMessage<>(command, ORIGIN));
    }
}
