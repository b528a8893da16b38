package io.userstore.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.userstore.TestDatabase;
import io.userstore.TestNode;
import io.userstore.TestUsers;
import io.userstore.UserStoreApplication;
import io.userstore.audit.FindPastUser;
import io.userstore.audit.History;
import io.userstore.directory.UserView;
import io.userstore.eventlog.MetaDataKeys;
import io.userstore.user.EmailAddress;
import io.userstore.user.PersonName;
import io.userstore.user.TargetRole;
import io.userstore.user.command.ChangeEmail;
import io.userstore.user.command.ChangeProfile;
import io.userstore.user.command.Erase;
import io.userstore.user.command.RecordFailedLogin;
import io.userstore.user.command.SoftDelete;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.axonframework.messaging.MetaData;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HistoryCommandsTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int USERS = 12;

    private final TestDatabase database = TestDatabase.fresh();
    private final List<Long> ids = new ArrayList<>();
    private TestNode node;

    @TempDir
    private Path folder = Path.of("");

    @BeforeAll
    void live() {
        node = TestNode.on(database);
        for (int i = 0; i < USERS; i++) {
            long id = node.<Long>send(TestUsers.user("user" + i + "@example.com"));
            ids.add(id);
            node.send(new ChangeProfile(id, PersonName.of("=Name " + i), TargetRole.of("a, \"b\""), null));
            node.send(new ChangeEmail(id, EmailAddress.of("other" + i + "@example.com")));
            node.send(new RecordFailedLogin(id));
            if (i % 3 == 0) {
                node.send(new SoftDelete(id));
            }
        }
        node.send(new Erase(ids.get(1)));
    }

    @AfterAll
    void stop() {
        node.close();
    }

    private int run(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.add("--spring.datasource.url=" + database.url());
        all.add("--spring.datasource.username=" + database.username());
        all.add("--spring.datasource.password=" + database.password());
        all.add("--userstore.data-dir=" + database.dataFolder());
        return new CommandLineInterface(given -> new SpringApplicationBuilder(UserStoreApplication.class)
                        .web(WebApplicationType.NONE)
                        .run(given.properties().toArray(String[]::new)))
                .run(all.toArray(String[]::new))
                .orElseThrow();
    }

    private List<String> linesOf(String... arguments) throws IOException {
        Path file = folder.resolve("result");
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--output", file.toString(), "--reason", "a question"));
        assertThat(run(all.toArray(String[]::new))).isZero();
        assertThat(folder).isDirectoryContaining(found -> found.equals(file));
        try {
            String written = Files.readString(file);
            assertThat(written.isEmpty() || written.endsWith("\n")).isTrue();
            return Files.readAllLines(file);
        } finally {
            Files.delete(file);
            assertThat(folder).isEmptyDirectory();
        }
    }

    @Test
    void historyIsPrintedForPeopleAndForPrograms() throws IOException {
        List<String> lines = linesOf("history", Long.toString(ids.get(0)), "--unmask");
        assertThat(lines.get(0)).matches(" +0  .* user.registered.*");
        assertThat(lines).contains("        email: user0@example.com → other0@example.com");
        assertThat(lines).contains("        failedLoginAttempts: 0 → 1");
        List<String> masked = linesOf("history", Long.toString(ids.get(0)));
        assertThat(masked).contains("        email: u***@example.com → o***@example.com");

        List<JsonNode> items = linesOf("history", Long.toString(ids.get(0)), "--json", "--newest-first").stream()
                .map(JSON::readTree)
                .toList();
        assertThat(items.stream().map(item -> item.required("type").asString()))
                .containsExactly(
                        "user.soft-deleted",
                        "user.login-failed",
                        "user.email-changed",
                        "user.profile-changed",
                        "user.registered");
        assertThat(run("history", "987654321")).isEqualTo(1);
        assertThat(recorded("history") + recorded("history, unmasked")).isEqualTo(3);
    }

    private int recorded(String what) {
        return node.jdbc()
                .queryForList(
                        "SELECT id FROM audit_reads WHERE what = ? AND actor LIKE 'cli:%' AND purpose = 'a question'",
                        Long.class, what)
                .size();
    }

    @Test
    void allUsersAreWrittenAsEachOfThemWas() throws IOException {
        List<Instant> instants = node.jdbc()
                .query(
                        "SELECT occurred_at FROM event_log WHERE position = 30 ORDER BY position",
                        (row, n) -> row.getObject(1, OffsetDateTime.class).toInstant());
        instants.add(Instant.parse("2091-01-01T00:00:00Z"));
        for (Instant instant : instants) {
            List<String> expected = new ArrayList<>();
            ids.stream()
                    .map(id -> at(id, instant))
                    .flatMap(Optional::stream)
                    .forEach(user -> expected.add(JSON.writeValueAsString(user)));
            assertThat(linesOf("users-as-of", instant.toString(), "--unmask"))
                    .containsExactlyInAnyOrderElementsOf(expected);
            assertThat(recorded("all users as of " + instant + ", unmasked")).isEqualTo(1);
        }
        assertThat(linesOf("users-as-of", "2020-01-01T00:00:00+02:00")).isEmpty();
        assertThat(run("users-as-of", "yesterday")).isEqualTo(2);
    }

    private Optional<UserView> at(long id, Instant instant) {
        return node.bean(History.class).user(new FindPastUser(id, null, instant), true);
    }

    @Test
    void spreadsheetsGetCellsThatAreNoFormulas() throws IOException {
        List<String> lines = linesOf("users-as-of", "2090-01-01T00:00:00Z", "--format", "csv", "--unmask");

        assertThat(lines.get(0))
                .isEqualTo("id,email,name,targetRole,experienceLevel,accountStatus,failedLoginAttempts,lastLoginAt,"
                        + "lockedUntil,createdAt,updatedAt,deletedAt,version");
        assertThat(lines).hasSize(USERS + 1);
        assertThat(lines.stream().filter(line -> line.startsWith(ids.get(2) + ",")))
                .singleElement()
                .asString()
                .contains("other2@example.com,\"'=Name 2\",\"a, \"\"b\"\"\",,ACTIVE,1,,,");
        assertThat(linesOf("users-as-of", "2090-01-01T00:00:00Z", "--format", "csv"))
                .noneMatch(line -> line.contains("Name") || line.contains("other"));
    }

    @Test
    void usersAreExportedAsTheTableHasThem() throws IOException {
        List<Map<String, Object>> rows = node.jdbc().queryForList("""
                        SELECT id::int, created_at::text, updated_at::text, deleted_at::text, email, password_hash, name,
                               target_role, experience_level::text, account_status::text, failed_login_attempts,
                               last_login_at
                          FROM users
                         ORDER BY id
                        """);
        List<String> exported = linesOf("export", "users", "--format", "ndjson", "--unmask", "--password-hashes");

        assertThat(exported)
                .containsExactlyElementsOf(
                        rows.stream().map(JSON::writeValueAsString).toList());
        assertThat(recorded("export of the users, with hashes, unmasked")).isEqualTo(1);
    }

    @Test
    void exportedUsersAreMaskedUnlessAskedFor() throws IOException {
        List<String> lines = linesOf("export", "users", "--format", "csv");

        assertThat(lines.get(0))
                .isEqualTo("id,created_at,updated_at,deleted_at,email,password_hash,name,target_role,experience_level,"
                        + "account_status,failed_login_attempts,last_login_at");
        assertThat(lines).hasSize(USERS + 1);
        assertThat(lines)
                .noneMatch(line -> line.contains("Name") || line.contains("other") || line.contains("abcdefghijklm"));
        assertThat(lines.get(3)).contains(",\"o***@example.com\",\"$2b$12$***\",\"'=***\",");
        assertThat(linesOf("export", "users", "--format", "csv", "--unmask").get(3))
                .contains("other2@example.com,\"$2b$12$***\",\"'=Name 2\",");
    }

    @Test
    void logIsExportedForSpreadsheetsToo() throws IOException {
        node.send(
                new RecordFailedLogin(ids.get(11)), MetaData.with(MetaDataKeys.IDEMPOTENCY_KEY, "=cmd|' /C calc'!A1"));
        List<String> lines = linesOf("export", "--format", "csv");

        assertThat(lines.get(0))
                .isEqualTo(
                        "position,aggregateType,aggregateId,version,eventId,type,revision,occurredAt,payload,metadata,"
                                + "idempotencyKey");
        assertThat(lines).hasSize(1 + number("SELECT count(*) FROM event_log"));
        assertThat(lines.get(lines.size() - 1)).contains("user.login-failed").endsWith("\"'=cmd|' /C calc'!A1\"");
        assertThat(run("export", "everything", "--format", "csv", "--output", "x"))
                .isEqualTo(2);
    }

    private int number(String sql) {
        return Objects.requireNonNull(node.jdbc().queryForObject(sql, Integer.class));
    }
}
