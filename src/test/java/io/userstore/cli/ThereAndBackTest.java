package io.userstore.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.userstore.TestDatabase;
import io.userstore.TestNode;
import io.userstore.TestUsers;
import io.userstore.UserStoreApplication;
import io.userstore.user.AccountStatus;
import io.userstore.user.EmailAddress;
import io.userstore.user.PersonName;
import io.userstore.user.command.ChangeEmail;
import io.userstore.user.command.ChangeProfile;
import io.userstore.user.command.ChangeStatus;
import io.userstore.user.command.Erase;
import io.userstore.user.command.RecordFailedLogin;
import io.userstore.user.command.RecordLogin;
import io.userstore.user.command.SoftDelete;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.jdbc.core.JdbcTemplate;

/** One store's users taken over by another, lived with there, and looked after by every command that does. */
class ThereAndBackTest {

    private static final String ROWS =
            "SELECT CAST(users AS text) FROM users WHERE email NOT LIKE '%@erased.invalid' ORDER BY id";

    private final TestDatabase first = TestDatabase.fresh();
    private final TestDatabase second = TestDatabase.fresh();

    @TempDir
    private Path folder = Path.of("");

    private static int run(TestDatabase database, String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.add("--spring.datasource.url=" + database.url());
        all.add("--spring.datasource.username=" + database.username());
        all.add("--spring.datasource.password=" + database.password());
        all.add("--userstore.data-dir=" + database.dataFolder());
        return new CommandLineInterface(node -> node.isUpkeep()
                        ? UserStoreApplication.start(node)
                        : new SpringApplicationBuilder(UserStoreApplication.class)
                                .web(WebApplicationType.NONE)
                                .run(node.properties().toArray(String[]::new)))
                .run(all.toArray(String[]::new))
                .orElseThrow();
    }

    private static List<String> rows(TestDatabase database) {
        return new JdbcTemplate(database.dataSource()).queryForList(ROWS, String.class);
    }

    private static List<Long> live(TestDatabase database, String domain) {
        List<Long> ids = new ArrayList<>();
        try (TestNode node = TestNode.on(database)) {
            for (int i = 0; i < 8; i++) {
                long id = node.<Long>send(TestUsers.user("+user" + i + "@" + domain));
                ids.add(id);
                node.send(new ChangeProfile(
                        id, PersonName.of((i % 2 == 0 ? "=" : "'=") + "Name, \"" + i + "\""), null, null));
                node.send(new RecordLogin(id));
                node.send(new RecordFailedLogin(id));
            }
            node.send(new ChangeStatus(ids.get(0), AccountStatus.SUSPENDED));
            node.send(new ChangeStatus(ids.get(1), AccountStatus.LOCKED));
            node.send(new SoftDelete(ids.get(2)));
            node.send(new Erase(ids.get(3)));
        }
        return ids;
    }

    @Test
    void usersOfOneStoreAreThoseOfAnother() {
        List<Long> ids = live(first, "example.com");
        String file = folder.resolve("users.csv").toString();
        String report = folder.resolve("report.csv").toString();
        assertThat(run(first, "export", "users", "--format", "csv", "--unmask", "--password-hashes", "--output", file))
                .isZero();

        // Whom the first store has erased, no other can have.
        assertThat(run(second, "import", "--from", file, "--report", report)).isOne();

        assertThat(rows(second)).hasSize(7).isEqualTo(rows(first));
        assertThat(run(second, "rebuild", "--dry-run")).isZero();
        assertThat(run(second, "doctor")).isZero();

        try (TestNode node = TestNode.on(second)) {
            node.send(new ChangeStatus(ids.get(1), AccountStatus.ACTIVE));
            node.send(new RecordLogin(ids.get(1)));
            node.send(new ChangeEmail(ids.get(4), EmailAddress.of("other@example.org")));
            node.send(new Erase(ids.get(5)));
        }
        live(second, "example.net");
        assertThat(run(second, "rebuild", "--dry-run")).isZero();
        assertThat(run(second, "doctor")).isZero();
        assertThat(run(second, "verify-log")).isZero();

        JdbcTemplate superuser = new JdbcTemplate(second.superuserDataSource());
        List<String> before = rows(second);
        superuser.update("UPDATE users SET name = 'Mallory', updated_at = now() WHERE id = ?", ids.get(6));
        superuser.update("DELETE FROM users WHERE id = ?", ids.get(7));
        assertThat(run(second, "doctor")).isOne();
        assertThat(run(second, "rebuild", "--report", report)).isZero();
        assertThat(rows(second)).isEqualTo(before);
        assertThat(run(second, "doctor")).isZero();
    }
}
