package io.userstore.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.userstore.TestDatabase;
import io.userstore.TestNode;
import io.userstore.TestUsers;
import io.userstore.eventlog.AppendLock;
import io.userstore.user.command.RecordLogin;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** Other transactions on the tables, open or slow, neither lose anything by a rebuild nor make everybody wait. */
class RebuildBesideOthersTest {

    private static TestDatabase database;
    private static TestNode node;
    private static JdbcTemplate jdbc;
    private static long ann;
    private static long bob;

    private final ExecutorService rebuilds = Executors.newSingleThreadExecutor();

    @SuppressWarnings("NullAway.Init")
    private Connection other;

    @BeforeAll
    static void store() {
        database = TestDatabase.fresh();
        node = TestNode.on(database);
        jdbc = new JdbcTemplate(database.superuserDataSource());
        ann = node.<Long>send(TestUsers.user("ann@example.com"));
        bob = node.<Long>send(TestUsers.user("bob@example.com"));
        jdbc.execute("CREATE TABLE orders (buyer bigint REFERENCES users (id) ON DELETE CASCADE)");
        jdbc.execute("GRANT SELECT ON orders TO userstore");
    }

    @AfterAll
    static void close() {
        node.close();
    }

    /** Of the other transaction. */
    private JdbcTemplate begin() throws SQLException {
        other = database.superuserDataSource().getConnection();
        other.setAutoCommit(false);
        return new JdbcTemplate(new SingleConnectionDataSource(other, true));
    }

    @AfterEach
    void end() throws SQLException {
        other.close();
        rebuilds.shutdown();
        jdbc.update("DELETE FROM orders");
        mend();
    }

    private static void mend() {
        try (UsersRebuild rebuild = node.bean(UsersRebuild.Begin.class).rebuild()) {
            rebuild.fold((done, all) -> {});
            rebuild.compare(false);
            rebuild.mend();
        }
    }

    private static List<String> rows() {
        return jdbc.queryForList("SELECT xmin || users::text FROM users ORDER BY id", String.class);
    }

    private static void addRowOfNobody() {
        jdbc.update("INSERT INTO users (id, email, password_hash, name) VALUES (999, 'x', '', '')");
    }

    @Test
    void rowThatSomebodyHasLockedIsNotWaitedForWhileCommandsWait() throws Exception {
        jdbc.update("UPDATE users SET name = 'Mallory' WHERE id = ?", ann);
        addRowOfNobody();
        List<String> before = rows();
        begin().queryForList("SELECT FROM users WHERE id = ? FOR UPDATE", ann);

        assertThatThrownBy(RebuildBesideOthersTest::mend)
                .isInstanceOf(CannotRebuild.class)
                .hasMessage("a row is locked by another transaction; nothing was mended");

        assertThat(rows()).isEqualTo(before);
        node.send(new RecordLogin(bob));
    }

    @Test
    void referenceThatIsCommittedMeanwhileIsNotDeletedWithItsRow() throws Exception {
        addRowOfNobody();
        begin().update("INSERT INTO orders VALUES (999)");
        Future<?> rebuild = rebuilds.submit(RebuildBesideOthersTest::mend);
        await().atMost(Duration.ofSeconds(30)).until(() -> rebuild.isDone() || isWaitingForARow());
        other.commit();

        assertThatThrownBy(() -> rebuild.get(60, TimeUnit.SECONDS)).hasCauseInstanceOf(CannotRebuild.class);

        assertThat(jdbc.queryForList("SELECT buyer FROM orders", Long.class)).containsExactly(999L);
    }

    private static boolean isWaitingForARow() {
        return Boolean.TRUE.equals(jdbc.queryForObject("""
                SELECT EXISTS (SELECT FROM pg_stat_activity
                                WHERE datname = current_database()
                                  AND wait_event_type = 'Lock'
                                  AND wait_event = 'transactionid')
                """, Boolean.class));
    }

    @Test
    void rowThatIsReferredToIsRefusedBeforeAnybodyHasToWait() throws Exception {
        addRowOfNobody();
        jdbc.update("INSERT INTO orders VALUES (999)");
        JdbcTemplate appender = begin();
        AppendLock.hold(appender);
        appender.execute("SET LOCAL idle_in_transaction_session_timeout = 0");

        Future<?> rebuild = rebuilds.submit(RebuildBesideOthersTest::mend);

        assertThatThrownBy(() -> rebuild.get(30, TimeUnit.SECONDS))
                .hasCauseInstanceOf(CannotRebuild.class)
                .hasMessageContaining("user 999 by orders");
    }

    @Test
    void mendingThatTakesTooLongIsEnded() throws Exception {
        begin();
        try (RebuildSession session = RebuildSession.open(node.bean(DataSource.class))) {
            assertThatThrownBy(() -> new AppendPause(Duration.ofMillis(100)).hold(session, () -> {
                        session.jdbc().execute("UPDATE users SET name = 'Mallory'; SELECT pg_sleep(10)");
                        return true;
                    }))
                    .isInstanceOf(CannotRebuild.class)
                    .hasMessageEndingWith("nothing was mended");
        }

        assertThat(jdbc.queryForList("SELECT name FROM users", String.class)).containsOnly("Ann");
        node.send(new RecordLogin(bob));
    }

    @Test
    void serverLooksWhetherTheClientIsStillThere() throws Exception {
        begin();
        try (RebuildSession session = RebuildSession.open(node.bean(DataSource.class))) {
            assertThat(session.jdbc().queryForObject("SHOW client_connection_check_interval", String.class))
                    .isEqualTo("1s");
        }
    }
}
