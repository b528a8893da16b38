package io.userstore.eventlog;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.OpenTelemetry;
import io.userstore.TestDatabase;
import java.util.List;
import org.axonframework.serialization.Serializer;
import org.axonframework.serialization.jackson3.Jackson3Serializer;
import org.flywaydb.core.Flyway;
import org.springframework.jdbc.core.JdbcTemplate;

/** One node's log on a database, without Spring around it; several on one database are several nodes. */
final class LogFixture implements AutoCloseable {

    final HikariDataSource dataSource;
    final JdbcTemplate jdbc;
    final AppendSession session;
    final LogTail tail;
    final Appender appender;
    final LogReader reader;
    final MeterRegistry meters = new SimpleMeterRegistry();

    private LogFixture(TestDatabase database, boolean polls, List<AppendCondition> conditions) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(database.url());
        config.setUsername(database.username());
        config.setPassword(database.password());
        config.setMaximumPoolSize(8);
        config.setConnectionTimeout(2_000);
        dataSource = new HikariDataSource(config);
        jdbc = new JdbcTemplate(dataSource);
        session = new AppendSession(dataSource);
        tail = new LogTail(dataSource, List::of, polls);
        BatchSpans spans = new BatchSpans(OpenTelemetry.noop());
        appender = new Appender(
                new AppendTransaction(
                        session,
                        new AppendStatements(session.jdbc()),
                        conditions,
                        List.copyOf(conditions),
                        List.of(),
                        spans),
                spans,
                new AppendMeters(meters),
                List.of(),
                tail::wake);
        reader = new LogReader(jdbc, Sealing.NONE);
        tail.start();
        appender.start();
    }

    static TestDatabase migrated() {
        TestDatabase database = TestDatabase.fresh();
        Flyway.configure().dataSource(database.dataSource()).load().migrate();
        return database;
    }

    static LogFixture on(TestDatabase database, AppendCondition... conditions) {
        return new LogFixture(database, true, List.of(conditions));
    }

    /** A node that hears of other nodes' events by notification or not at all. */
    static LogFixture withoutPolling(TestDatabase database) {
        return new LogFixture(database, false, List.of());
    }

    /** Reads and writes any class, under its Java name. */
    EventLogEngine plainEngine() {
        Serializer serializer = Jackson3Serializer.builder().build();
        return engine().eventSerializer(serializer)
                .snapshotSerializer(serializer)
                .build();
    }

    EventLogEngine.Builder engine() {
        return EventLogEngine.builder(appender, reader, Sealing.NONE, meters);
    }

    void clear() {
        jdbc.execute("TRUNCATE event_log, snapshots, idempotency_keys");
    }

    @Override
    public void close() {
        appender.stop();
        tail.stop();
        session.close();
        dataSource.close();
    }
}
