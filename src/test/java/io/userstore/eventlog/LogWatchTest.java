package io.userstore.eventlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.userstore.TestDatabase;
import java.sql.Connection;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcOperations;

class LogWatchTest {

    /** Fails as a node does that is out of memory for a moment. */
    private static final class Failing implements LogConsumer {

        private final AtomicInteger asked = new AtomicInteger();

        @Override
        public String consumerName() {
            return "failing";
        }

        @Override
        public OptionalLong consumedUpTo(JdbcOperations jdbc) {
            asked.incrementAndGet();
            throw new OutOfMemoryError("of a test");
        }
    }

    @Test
    void errorEndsNeitherTheWatchNorReadiness() {
        Failing consumer = new Failing();
        try (LogFixture log = LogFixture.on(LogFixture.migrated());
                WatchSession session = new WatchSession(log.dataSource)) {
            LogWatch watch = new LogWatch(session, log.appender, () -> List.of(consumer), log.meters);
            watch.start();

            await().until(() -> consumer.asked.get() > 2);

            assertThat(watch.canAppend()).isTrue();
            watch.stop();
        }
    }

    /** As in a burst of slow reads. */
    @Test
    void readersThatHoldAllConnectionsDoNotMakeTheNodeUnready() throws Exception {
        HikariConfig config = new HikariConfig();
        try (LogFixture log = LogFixture.on(LogFixture.migrated())) {
            log.dataSource.copyStateTo(config);
            config.setMaximumPoolSize(1);
            try (HikariDataSource readers = new HikariDataSource(config);
                    Connection reader = readers.getConnection();
                    WatchSession session = new WatchSession(readers)) {
                assertThat(reader.isValid(1)).isTrue();
                LogWatch watch = new LogWatch(session, log.appender, List::of, log.meters);

                watch.start();

                assertThat(watch.canAppend()).isTrue();
                watch.stop();
            }
        }
    }

    /** The watch looks at a database that is well; the appender's is away. */
    @Test
    void appenderThatDoesNotReachItsDatabaseIsNotReadyUntilItFindsItAgain() {
        TestDatabase away = LogFixture.migrated();
        try (LogFixture log = LogFixture.on(away);
                LogFixture well = LogFixture.on(LogFixture.migrated());
                WatchSession session = new WatchSession(well.dataSource)) {
            LogWatch watch = new LogWatch(session, log.appender, List::of, log.meters);
            watch.start();
            assertThat(watch.canAppend()).isTrue();
            away.refuseConnections();
            Append append = Append.nothing(new StreamVersion("nobody", -1), null);

            assertThatThrownBy(() -> log.appender.append(append)).isInstanceOf(LogUnavailable.class);

            assertThat(watch.canAppend()).isFalse();
            away.acceptConnections();
            await().until(watch::canAppend);
            watch.stop();
        }
    }
}
