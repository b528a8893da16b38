package io.userstore.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.userstore.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the doctor says, to people and to programs, and how it exits. */
class DoctorTest {

    @TempDir
    private static Path folder = Path.of("");

    @Test
    void linesForPeopleAndOneArrayForPrograms() throws IOException {
        TestDatabase database = TestDatabase.fresh();
        assertThat(Upkeep.of(database, "schema", "migrate")).isZero();
        String lines = folder.resolve("lines").toString();
        String json = folder.resolve("json").toString();

        assertThat(Upkeep.of(database, "doctor", "--output", lines)).isZero();
        List<String> good = Files.readAllLines(Path.of(lines));
        new JdbcTemplate(database.dataSource()).execute("ALTER TABLE users ADD nick text");
        assertThat(Upkeep.of(database, "doctor", "--output", lines)).isOne();
        List<String> bad = Files.readAllLines(Path.of(lines));
        assertThat(Upkeep.of(database, "doctor", "--json", "--output", json)).isOne();
        JsonNode findings = JsonMapper.shared().readTree(Files.readString(Path.of(json)));

        assertThat(good).hasSize(21).endsWith("All is well");
        assertThat(good.subList(0, 20)).allMatch(line -> line.startsWith("✓ "));
        assertThat(bad)
                .contains(
                        "✗ users columns       there instead or besides: nick text",
                        "  Others than the store's migrations have changed this; ALTER it back.")
                .endsWith("1 of 20 checks found something wrong");
        assertThat(findings.isArray()).isTrue();
        assertThat(findings.size()).isEqualTo(20);
        assertThat(findings.get(5)).isEqualTo(JsonMapper.shared().readTree("""
                        {"check": "users columns", "ok": false, "found": "there instead or besides: nick text",
                         "advice": "Others than the store's migrations have changed this; ALTER it back."}
                        """));
        assertThat(findings.get(6).get("advice").isNull()).isTrue();
    }
}
