package io.userstore.processes;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** {@code kill -9} of an import, several times on its way: another run goes on where it stopped. */
class KilledImportIT {

    private static final int ROWS = 15_000;
    private static final List<Integer> KILLED_AFTER = List.of(1, 6_000);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String SOURCE = "import_source";
    private static final String STORE = "import_store";
    private static final String UNDEFINED_TABLE = "42P01";

    private static final String FILL = """
            CREATE TYPE experiencelevel AS ENUM ('ENTRY', 'JUNIOR', 'MID', 'SENIOR', 'LEAD', 'PRINCIPAL');
            CREATE TYPE accountstatus AS ENUM ('PENDING_VERIFICATION', 'ACTIVE', 'SUSPENDED', 'LOCKED');
            CREATE TABLE users (id serial PRIMARY KEY, created_at timestamp NOT NULL, updated_at timestamp NOT NULL,
                                deleted_at timestamp, email varchar(255) NOT NULL, password_hash varchar(255) NOT NULL,
                                name varchar(255) NOT NULL, target_role varchar(255), experience_level experiencelevel,
                                account_status accountstatus NOT NULL, failed_login_attempts varchar(10) NOT NULL,
                                last_login_at varchar(50));
            INSERT INTO users
            SELECT n, timestamp '2015-01-01' + n * interval '61.000001 s', timestamp '2020-01-01' + n * interval '1 s',
                   CASE WHEN n %% 11 = 0 THEN timestamp '2021-01-01' + n * interval '1 us' END,
                   md5(n::text) || '@example.com', '$2b$12$' || repeat('abcdefghij', 5) || 'abc', 'Zoë ' || n,
                   CASE WHEN n %% 2 = 0 THEN 'Engineer' END, (enum_range(NULL::experiencelevel))[n %% 7],
                   (enum_range(NULL::accountstatus))[n %% 4 + 1], (n %% 6)::text,
                   CASE WHEN n %% 3 = 0 THEN '2022-02-02T02:02:02Z' END
              FROM generate_series(1, %s) AS n;
            GRANT SELECT ON users TO userstore
            """.formatted(Integer.toString(ROWS));

    private static final String EVENTS = "SELECT count(*) FROM event_log";
    private static final String USERS = "SELECT CAST(users AS text) FROM users ORDER BY id";

    /** Once each, and no key or address of anybody else. */
    private static final String DERIVED = """
            SELECT concat_ws(' ', count(*), count(DISTINCT aggregate_id), max(version), max(position),
                             (SELECT count(*) FROM email_reservations JOIN users ON user_id = id AND address = email),
                             (SELECT count(*) FROM email_reservations),
                             (SELECT count(*) FROM data_keys WHERE wrapped_key IS NOT NULL),
                             (SELECT count(*) FROM account_locks JOIN users ON user_id = id
                               WHERE account_status = 'LOCKED'))
              FROM event_log
            """;

    private static final PostgresProcess POSTGRES = TwoNodes.running().postgres();

    private final StoreProcess store = new StoreProcess(
            "importing-store",
            PackagedStore.FOLDER.resolve("import"),
            FreePort.choose(),
            List.of(
                    "--spring.datasource.url=" + POSTGRES.url(STORE),
                    "--spring.datasource.username=userstore",
                    "--spring.datasource.password=test",
                    "--userstore.data-dir=" + PackagedStore.FOLDER.resolve("import/data")));

    @BeforeAll
    static void fill() throws SQLException {
        POSTGRES.create(SOURCE);
        POSTGRES.create(STORE);
        try (Connection connection = POSTGRES.connect(SOURCE);
                Statement statement = connection.createStatement()) {
            statement.execute(FILL);
        }
    }

    private void launch() {
        List<String> command = new ArrayList<>(PackagedStore.quickCommand());
        command.addAll(List.of("import", "--from", POSTGRES.url(SOURCE), "--username", "userstore"));
        store.launch(command);
    }

    @Test
    void importThatIsKilledAgainAndAgainBringsEveryRowOverOnceAndAsItIs() throws SQLException {
        for (int killedAfter : KILLED_AFTER) {
            launch();
            Deadline.in(PATIENCE)
                    .await(() -> events() >= killedAfter, () -> "no " + killedAfter + " events: " + store.output());
            store.kill9();
            assertThat(events()).as("events of an import that was cut off").isBetween((long) killedAfter, ROWS - 1L);
        }

        launch();

        assertThat(store.awaitEnd(PATIENCE)).as(() -> store.output().toString()).isZero();
        assertThat(texts(STORE, USERS)).hasSize(ROWS).isEqualTo(texts(SOURCE, USERS));
        String all = Integer.toString(ROWS);
        String locked = Integer.toString(ROWS / 4);
        assertThat(texts(STORE, DERIVED)).containsExactly(String.join(" ", all, all, "0", all, all, all, all, locked));
    }

    private static long events() {
        try {
            return Long.parseLong(texts(STORE, EVENTS).get(0));
        } catch (SQLException e) {
            if (UNDEFINED_TABLE.equals(e.getSQLState())) {
                return 0;
            }
            throw new AssertionError(e);
        }
    }

    private static List<String> texts(String database, String sql) throws SQLException {
        List<String> texts = new ArrayList<>();
        try (Connection connection = POSTGRES.connect(database);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                texts.add(rows.getString(1));
            }
        }
        return texts;
    }
}
