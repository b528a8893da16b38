package io.userstore.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.userstore.TestDatabase;
import io.userstore.UserStoreApplication;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.jdbc.core.JdbcTemplate;

class ImportCommandTest {

    private static final String HASH = "$2b$12$abcdefghijklmnopqrstuvABCDEFGHIJKLMNOPQRSTUVWXYZ01234";

    private final TestDatabase database = TestDatabase.fresh();
    private final JdbcTemplate jdbc = new JdbcTemplate(database.dataSource());

    @TempDir
    private Path folder = Path.of("");

    private Path file = Path.of("");
    private Path report = Path.of("");

    @BeforeEach
    void name() {
        file = folder.resolve("users.csv");
        report = folder.resolve("report.ndjson");
    }

    private int run(String from, String... more) {
        List<String> all = new ArrayList<>(List.of("import", "--from", from, "--report", report.toString()));
        all.addAll(List.of(more));
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

    private List<String> users() {
        return jdbc.queryForList("SELECT CAST(users AS text) FROM users ORDER BY id", String.class);
    }

    @Test
    void fileComesOverWhateverTheOrderOfItsColumnsAndRows() throws IOException {
        Files.writeString(file, """
                \ufeffEMAIL,id,created_at,updated_at,deleted_at,name,password_hash,target_role,experience_level,account_status,failed_login_attempts,last_login_at,remark
                b@example.com,20,2020-01-01 00:00:00,2020-01-02T00:00:00+01:00,,"Ann ""A"", \\ B",%1$s,,,ACTIVE,0,,x
                a@example.com,3,2020-01-01,2020-01-02 00:00:00.5,2021-01-01 00:00:00,Zoë,%1$s,Engineer,MID,LOCKED,4,2022-02-02T02:02:02Z,y
                """.formatted(HASH));

        assertThat(run(file.toString())).isZero();

        assertThat(users())
                .containsExactly(
                        "(3,\"2020-01-01 00:00:00\",\"2020-01-02 00:00:00.5\",\"2021-01-01 00:00:00\",a@example.com,"
                                + HASH + ",Zoë,Engineer,MID,LOCKED,4,2022-02-02T02:02:02Z)",
                        "(20,\"2020-01-01 00:00:00\",\"2020-01-01 23:00:00\",,b@example.com," + HASH
                                + ",\"Ann \"\"A\"\", \\\\ B\",,,ACTIVE,0,)");
        assertThat(jdbc.queryForList("SELECT DISTINCT metadata ->> 'actor' FROM event_log", String.class))
                .containsExactly("cli:" + System.getProperty("user.name"));
    }

    @Test
    void rowsThatCannotComeAreNamedAndTheOthersCome() throws IOException {
        Files.writeString(file, """
                id,email,created_at,updated_at,deleted_at,name,password_hash,target_role,experience_level,account_status,failed_login_attempts,last_login_at
                1,a@example.com,2020-01-01,2020-01-01,,Ann,%1$s,,,ACTIVE,0,
                2,b@example.com,2020-01-01,2020-01-01,,Ann,%1$s,,,ACTIVE,0,
                2,c@example.com,2020-01-01,2020-01-01,,Ann,%1$s,,,ACTIVE,0,
                x,d@example.com,2020-01-01,2020-01-01,,Ann,%1$s,,,ACTIVE,0,
                5,e@example.com,2020-01-01,,,Ann,%1$s,,GURU,,0,
                """.formatted(HASH));

        assertThat(run(file.toString(), "--follow")).isEqualTo(2);
        assertThat(run(file.toString(), "--dry-run")).isEqualTo(1);
        assertThat(users()).isEmpty();
        assertThat(run(file.toString())).isEqualTo(1);

        assertThat(jdbc.queryForList("SELECT id FROM users", Long.class)).containsExactly(1L);
        assertThat(Files.readAllLines(report).stream().map(line -> line.replaceAll(",\"why.*", "")))
                .contains(
                        "{\"row\":\"2\",\"column\":\"id\",\"finding\":\"refused\"",
                        "{\"row\":\"-4\",\"column\":\"id\",\"finding\":\"refused\"",
                        "{\"row\":\"5\",\"column\":\"updated_at\",\"finding\":\"refused\"",
                        "{\"row\":\"5\",\"column\":\"experience_level\",\"finding\":\"refused\"",
                        "{\"row\":\"5\",\"column\":\"account_status\",\"finding\":\"refused\"",
                        "{\"row\":\"5\",\"column\":\"id\",\"finding\":\"missing\"");
    }

    @Test
    void whatIsNoTableIsWrongUsage() throws IOException {
        assertThat(run(folder.resolve("nothing.csv").toString())).isEqualTo(2);
        Files.writeString(file, "id,email\n1,a@example.com\n");
        assertThat(run(file.toString())).isEqualTo(2);
        Files.writeString(file, "");
        assertThat(run(file.toString())).isEqualTo(2);
        assertThat(run(database.url(), "--username", "nobody")).isEqualTo(1);
        assertThat(run(database.url(), "--username", "postgres", "--table", "nothing"))
                .isEqualTo(1);
    }
}
