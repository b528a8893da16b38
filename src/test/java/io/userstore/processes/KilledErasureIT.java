package io.userstore.processes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * G9: {@code kill -9} at each step of an erasure. With the data keys in a database of their own, which makes the most steps:
 * the append transaction, the key, the ledger, the answer. {@code -Derasure.kills=50} kills that often in all.
 */
class KilledErasureIT {

    private static final int KILLS_A_STEP = Math.max(1, Integer.getInteger("erasure.kills", 4) / Step.values().length);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Path FOLDER = PackagedStore.FOLDER.resolve("erasure");
    private static final Path LEDGER = FOLDER.resolve("data/erasure-ledger");
    private static final Path LEDGER_ASIDE = FOLDER.resolve("ledger-aside");
    private static final String LOG = "erasure_log";
    private static final String KEYS = "erasure_keys";

    private static PostgresProcess postgres;
    private static StoreProcess store;

    /** Where the erasure is held when the store is killed. */
    private enum Step {
        APPENDING,
        DESTROYING_THE_KEY,
        WRITING_THE_LEDGER,
        ANSWERING
    }

    @BeforeAll
    static void start() {
        postgres = TwoNodes.running().postgres();
        postgres.create(LOG);
        postgres.create(KEYS);
        List<String> arguments = new ArrayList<>(List.of(
                "--spring.datasource.url=" + postgres.url(LOG),
                "--spring.datasource.username=userstore",
                "--spring.datasource.password=test",
                "--userstore.privacy.database.url=" + postgres.url(KEYS),
                "--userstore.privacy.database.username=userstore",
                "--userstore.privacy.database.password=test",
                "--userstore.data-dir=" + FOLDER.resolve("data")));
        arguments.addAll(List.of(Client.tokenArguments()));
        store = new StoreProcess("erasing-store", FOLDER, FreePort.choose(), arguments);
        startStore();
    }

    private static void startStore() {
        store.launch(PackagedStore.quickCommand());
        store.awaitReady();
    }

    @AfterAll
    static void stop() {
        store.stop();
    }

    @ParameterizedTest
    @EnumSource
    void erasureThatIsCutOffIsThereInWholeAfterTheNextStartOrNotAtAll(Step step) throws Exception {
        for (int i = 0; i < KILLS_A_STEP; i++) {
            killAt(step);
        }
    }

    private static void killAt(Step step) throws Exception {
        long erased = register();
        long other = register();
        // So that there is a line to be added to.
        assertThat(store.client().send(Request.erase(register())).status()).isEqualTo(204);

        CompletableFuture<@Nullable Answer> cutOff = new CompletableFuture<>();
        try (Hold hold = hold(step)) {
            cutOff.completeAsync(() -> eraseOrNull(erased), task -> new Thread(task, "erasing").start());
            Deadline.in(PATIENCE).await(() -> isAt(step, erased, hold), () -> "the erasure is not held at " + step);
            store.kill9();
        }
        if (step != Step.ANSWERING) {
            assertThat(cutOff.get()).as("answer of an erasure that was held").isNull();
        }

        startStore();

        boolean happened = step != Step.APPENDING;
        assertThat(state(erased)).isEqualTo(happened ? ERASED : INTACT);
        assertThat(state(other)).isEqualTo(INTACT);
        assertThat(store.client().send(Request.erase(erased)).status()).isEqualTo(204);
        assertThat(state(erased)).isEqualTo(ERASED);
    }

    private static long register() throws IOException {
        Answer registered = store.client().send(Request.register());
        assertThat(registered.status()).isEqualTo(201);
        return registered.id();
    }

    private static @Nullable Answer eraseOrNull(long id) {
        try {
            return store.client().send(Request.erase(id));
        } catch (IOException e) {
            return null;
        }
    }

    private static final String INTACT = "row true, address true, key true, erased 0, ledger 0";
    private static final String ERASED = "row false, address false, key false, erased 1, ledger 1";

    /** All that an erasure changes. */
    private static String state(long id) {
        return "row " + is(LOG, "SELECT name = 'Ann' AND email NOT LIKE 'erased%' FROM users WHERE id = " + id)
                + ", address " + is(LOG, "SELECT count(*) = 1 FROM email_reservations WHERE user_id = " + id)
                + ", key " + is(KEYS, "SELECT wrapped_key IS NOT NULL FROM data_keys WHERE aggregate_id = '" + id + "'")
                + ", erased "
                + number(
                        LOG,
                        "SELECT count(*) FROM event_log WHERE type = 'user.erased' AND aggregate_id = '" + id + "'")
                + ", ledger " + linesOf(id);
    }

    private static long linesOf(long id) {
        try {
            return Files.readAllLines(LEDGER).stream()
                    .filter(line -> line.startsWith(id + " "))
                    .distinct()
                    .count();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Keeps the erasure from going on until the store is dead. */
    private interface Hold extends AutoCloseable {

        boolean isReached() throws SQLException;

        @Override
        void close() throws SQLException, IOException;
    }

    private static Hold hold(Step step) throws SQLException, IOException, InterruptedException {
        return switch (step) {
            case APPENDING -> new LockedTable(LOG, "users");
            case DESTROYING_THE_KEY -> new LockedTable(KEYS, "data_keys");
            case WRITING_THE_LEDGER -> new LedgerOfNobody();
            case ANSWERING ->
                new Hold() {
                    @Override
                    public boolean isReached() {
                        return true;
                    }

                    @Override
                    public void close() {
                        // Killed as soon as the line is there.
                    }
                };
        };
    }

    private static boolean isAt(Step step, long id, Hold hold) {
        try {
            return hold.isReached()
                    && switch (step) {
                        case APPENDING -> true;
                        case DESTROYING_THE_KEY ->
                            state(id).contains("erased 1") && state(id).contains("key true");
                        case WRITING_THE_LEDGER ->
                            number(
                                                    LOG,
                                                    "SELECT count(*) FROM event_log WHERE type = 'user.erased' AND aggregate_id = '"
                                                            + id + "'")
                                            == 1
                                    && !is(
                                            KEYS,
                                            "SELECT wrapped_key IS NOT NULL FROM data_keys WHERE aggregate_id = '" + id
                                                    + "'");
                        case ANSWERING -> linesOf(id) == 1;
                    };
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    private static final class LockedTable implements Hold {

        private final Connection holder;
        private final Connection watcher;

        LockedTable(String database, String table) throws SQLException {
            watcher = postgres.connect(database);
            holder = postgres.connect(database);
            holder.setAutoCommit(false);
            try (Statement statement = holder.createStatement()) {
                statement.execute("LOCK TABLE " + table + " IN SHARE MODE");
            }
        }

        @Override
        public boolean isReached() throws SQLException {
            try (Statement statement = watcher.createStatement();
                    ResultSet waiting = statement.executeQuery(
                            "SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'")) {
                return waiting.next();
            }
        }

        /** Those who wait would otherwise go on, and commit, without the store that sent them. */
        @Override
        public void close() throws SQLException {
            try (Statement statement = watcher.createStatement()) {
                statement.execute("SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
                        + " WHERE datname = current_database() AND wait_event_type = 'Lock'");
            }
            holder.close();
            watcher.close();
        }
    }

    /** A named pipe, on which whoever opens it waits for the other side. */
    private static final class LedgerOfNobody implements Hold {

        LedgerOfNobody() throws IOException, InterruptedException {
            Files.move(LEDGER, LEDGER_ASIDE);
            assertThat(new ProcessBuilder("mkfifo", LEDGER.toString()).start().waitFor())
                    .isZero();
        }

        @Override
        public boolean isReached() {
            return true;
        }

        @Override
        public void close() throws IOException {
            Files.delete(LEDGER);
            Files.move(LEDGER_ASIDE, LEDGER);
        }
    }

    private static boolean is(String database, String sql) {
        return query(database, "SELECT coalesce((" + sql + "), false)::int") == 1;
    }

    private static long number(String database, String sql) {
        return query(database, sql);
    }

    private static long query(String database, String sql) {
        try (Connection connection = postgres.connect(database);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        } catch (SQLException e) {
            throw new AssertionError(sql, e);
        }
    }
}
