package io.userstore.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.userstore.TestDatabase;
import io.userstore.TestNode;
import io.userstore.TestUsers;
import io.userstore.eventlog.LogUnavailable;
import io.userstore.user.command.Erase;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** Every read stays on record; the words it was explained with do not outlive the user they are about. */
class AuditTrailTest {

    private static TestDatabase database;
    private static TestNode node;
    private static AuditTrail trail;
    private static JdbcTemplate jdbc;
    private static int users;

    @BeforeAll
    static void start() {
        database = TestDatabase.fresh();
        node = TestNode.on(database);
        trail = node.bean(AuditTrail.class);
        jdbc = node.jdbc();
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    private static long register() {
        users++;
        return node.<Long>send(TestUsers.user("ann" + users + "@example.org"));
    }

    private static List<@Nullable String> purposes(long user) {
        return jdbc.queryForList("SELECT purpose FROM audit_reads WHERE user_id = ? ORDER BY id", String.class, user);
    }

    @Test
    void readIsOnRecordWithWhoWhatWhenAndWhy() {
        trail.record("auditor", null, "events after 7", "a hunch");

        Map<String, Object> row = jdbc.queryForMap("SELECT * FROM audit_reads WHERE what = 'events after 7'");
        assertThat(row)
                .containsEntry("actor", "auditor")
                .containsEntry("user_id", null)
                .containsEntry("purpose", "a hunch");
        assertThat(row.get("at")).isNotNull();
    }

    @Test
    void erasureForgetsThePurposesOfItsUserOnly() {
        long erased = register();
        long other = register();
        trail.record("auditor", erased, "history", "Ann asked");
        trail.record("auditor", erased, "history", null);
        trail.record("auditor", other, "history", "Bob asked");

        node.send(new Erase(erased));

        assertThat(purposes(erased)).containsExactly(null, null);
        assertThat(purposes(other)).containsExactly("Bob asked");
    }

    @Test
    void readOfAnErasedUserIsOnRecordWithoutItsPurpose() {
        long erased = register();
        node.send(new Erase(erased));

        trail.record("auditor", erased, "history", "is Ann really gone");
        trail.record("auditor", Long.MAX_VALUE, "history", "there is no such user");

        assertThat(purposes(erased)).hasSize(1).containsOnlyNulls();
        assertThat(purposes(Long.MAX_VALUE)).containsExactly("there is no such user");
    }

    @Test
    void purposeThatIsBeingRecordedDuringAnErasureIsForgottenSoonAfter() throws Exception {
        long user = register();
        try (Connection connection = database.dataSource().getConnection()) {
            connection.setAutoCommit(false);
            new AuditTrail(new JdbcTemplate(new SingleConnectionDataSource(connection, true)))
                    .record("auditor", user, "history", "Ann asked");
            node.send(new Erase(user));
            connection.commit();
        }

        await().atMost(30, TimeUnit.SECONDS)
                .untilAsserted(() -> assertThat(purposes(user)).hasSize(1).containsOnlyNulls());
    }

    @Test
    void anyNumberOfPurposesIsForgotten() {
        long user = register();
        jdbc.update(
                "INSERT INTO audit_reads (actor, user_id, what, purpose)"
                        + " SELECT 'monitor', ?, 'history', 'Ann' FROM generate_series(1, 12000)",
                user);

        node.send(new Erase(user));

        assertThat(purposes(user)).hasSize(12_000).containsOnlyNulls();
    }

    @Test
    void readThatCannotBeRecordedIsAnOutage() throws SQLException {
        AuditTrail withoutTable =
                new AuditTrail(new JdbcTemplate(TestDatabase.fresh().dataSource()));

        assertThatThrownBy(() -> withoutTable.record("auditor", null, "events", null))
                .isInstanceOf(LogUnavailable.class);
    }
}
