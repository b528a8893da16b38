package io.userstore.audit.tree;

import static org.awaitility.Awaitility.await;

import io.userstore.TestDatabase;
import io.userstore.TestNode;
import io.userstore.audit.verifier.ExportVerification;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.flywaydb.core.Flyway;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.json.JsonMapper;

/**
 * How fast the tree catches up with a log, and how fast log and export are verified. Not part of the benchmark of commands; run
 * by {@code java -cp <test class path> io.userstore.audit.tree.TreeRates [events]}.
 */
final class TreeRates {

    /** As long as real ones: every fourth a registration with five sealed values, the others failed logins. */
    private static final String FILL = """
            INSERT INTO event_log (position, aggregate_type, aggregate_id, version, event_id, type, revision,
                                   occurred_at, payload, metadata)
            SELECT n, 'User', (n / 4)::text, n %% 4, gen_random_uuid(),
                   CASE WHEN n %% 4 = 0 THEN 'user.registered' ELSE 'user.login-failed' END, '1',
                   timestamptz '2026-01-01' + n * interval '1 millisecond',
                   CASE WHEN n %% 4 = 0
                        THEN json_build_object('id', n / 4, 'email', sealed, 'passwordHash', sealed, 'name', sealed,
                                               'targetRole', sealed, 'experienceLevel', sealed,
                                               'accountStatus', 'ACTIVE')
                        ELSE json_build_object('id', n / 4, 'attempts', n %% 4)
                   END,
                   json_build_object('actor', 'login-service', 'correlationId', md5(n::text), 'causationId',
                                     gen_random_uuid(), 'sourceAddress', sealed)
              FROM generate_series(%s, %s) AS n,
                   LATERAL (SELECT json_build_object('sealed', md5(n::text) || md5((-n)::text)) AS sealed) AS s
            """;

    private static final long AT_ONCE = 200_000;

    private TreeRates() {}

    public static void main(String[] args) throws IOException {
        long events = args.length > 0 ? Long.parseLong(args[0]) : 2_000_000;
        TestDatabase database = TestDatabase.fresh();
        Flyway.configure().dataSource(database.dataSource()).load().migrate();
        JdbcTemplate jdbc = new JdbcTemplate(database.dataSource());
        for (long from = 1; from <= events; from += AT_ONCE) {
            jdbc.update(FILL.formatted(Long.toString(from), Long.toString(Math.min(from + AT_ONCE - 1, events))));
        }
        jdbc.execute("VACUUM (ANALYZE) event_log");
        System.out.println("log of "
                + jdbc.queryForObject(
                        "SELECT pg_size_pretty(pg_table_size('event_log')) FROM event_log LIMIT 1", String.class));
        try (TestNode node = TestNode.on(database)) {
            rate(
                    "tree caught up",
                    events,
                    () -> await().atMost(Duration.ofHours(1))
                            .pollInterval(Duration.ofMillis(100))
                            .until(() -> node.bean(TileTable.class).size() == events));
        }
        try (TestNode node = TestNode.on(database, "userstore.audit.build-tree=false")) {
            CheckpointTable.Row newest = new CheckpointTable(jdbc).newest().orElseThrow();
            for (int round = 0; round < 3; round++) {
                rate("log verified", events, () -> {
                    Verdict verdict = node.bean(LogVerification.class).verify(newest.note(), null, (done, total) -> {});
                    System.out.println(verdict);
                });
            }
            Path export = Files.createTempFile("export", ".ndjson");
            rate("exported", events, () -> {
                try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(export), 1 << 16)) {
                    JsonGenerator lines = JsonMapper.shared()
                            .writer()
                            .withRootValueSeparator("\n")
                            .createGenerator(out);
                    node.bean(LogExport.class).write(lines, text -> text, (done, total) -> {});
                    lines.flush();
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
            });
            Path checkpoint = Files.createTempFile("checkpoint", "");
            Files.writeString(checkpoint, newest.note());
            rate("export verified", events, () -> {
                try {
                    System.out.println(
                            ExportVerification.verify(export, Files.readString(checkpoint), null, done -> {}));
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
            });
            Files.delete(export);
            Files.delete(checkpoint);
        }
        System.exit(0);
    }

    private static void rate(String what, long events, Runnable work) {
        long begun = System.nanoTime();
        work.run();
        long nanos = System.nanoTime() - begun;
        System.out.println(what + ": " + events * 1_000_000_000 / nanos + " events/s, " + nanos / 1_000_000 + " ms");
    }
}
