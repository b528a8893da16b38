package io.userstore.directory;

import static org.assertj.core.api.Assertions.assertThat;

import io.userstore.AtOnce;
import io.userstore.TestDatabase;
import io.userstore.TestNode;
import io.userstore.TestUsers;
import io.userstore.user.AccountStatus;
import io.userstore.user.ExperienceLevel;
import io.userstore.user.PersonName;
import io.userstore.user.TargetRole;
import io.userstore.user.command.ChangeProfile;
import io.userstore.user.command.ChangeStatus;
import io.userstore.user.command.Erase;
import io.userstore.user.command.RecordFailedLogin;
import io.userstore.user.command.RecordLogin;
import io.userstore.user.command.SoftDelete;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Rows are written many at a time or alone, by two forms of each statement; either way they are what the log says. */
class WrittenTogetherTest {

    private static final int CALLERS = 48;

    @Test
    void rowsAreTheFoldOfTheirEventsHoweverManyAreWrittenAtOnce() {
        try (TestNode node = TestNode.on(TestDatabase.fresh());
                AtOnce callers = new AtOnce()) {
            List<Long> ids = callers.run(CALLERS, caller -> () -> lifeOf(node, caller));
            assertWrittenTogether(node, "user.registered");
            ids.forEach(id -> assertFolded(node, id));
            callers.run(CALLERS / 2, caller -> () -> node.send(new Erase(ids.get(caller))));
            assertWrittenTogether(node, "user.erased");
            ids.forEach(id -> assertFolded(node, id));
            assertFolded(node, lifeOf(node, CALLERS));
            assertFolded(node, lifeOf(node, CALLERS + 1));
        }
    }

    /** A batch that fails is written in halves, which would hide a fault of many rows. */
    private static void assertWrittenTogether(TestNode node, String type) {
        assertThat(number(node, "count(DISTINCT xmin::text)", type))
                .as("transactions")
                .isLessThan(number(node, "count(*)", type));
    }

    private static long number(TestNode node, String aggregate, String type) {
        return Objects.requireNonNull(
                node.jdbc().queryForObject("SELECT " + aggregate + " FROM event_log WHERE type = ?", Long.class, type));
    }

    private static long lifeOf(TestNode node, int n) {
        long id = node.<Long>send(TestUsers.user("user" + n + "@example.com"));
        node.send(new RecordLogin(id));
        node.send(new RecordFailedLogin(id));
        boolean bare = n % 2 == 0;
        node.send(new ChangeProfile(
                id,
                PersonName.of("User, \"" + n + "\" {NULL} \\"),
                bare ? null : TargetRole.of("NULL"),
                bare ? null : ExperienceLevel.LEAD));
        node.send(new ChangeStatus(id, bare ? AccountStatus.LOCKED : AccountStatus.SUSPENDED));
        if (n % 3 == 0) {
            node.send(new SoftDelete(id));
        }
        return id;
    }

    private static void assertFolded(TestNode node, long id) {
        UserView row = node.ask(new FindUser(id, true), UserView.class).orElseThrow();
        assertThat(node.bean(UserHistory.class).at(id, row.version()))
                .get()
                .usingRecursiveComparison()
                .isEqualTo(row);
    }
}
