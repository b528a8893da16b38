package io.benchmark;

import io.userstore.TestNode;
import io.userstore.adoption.ImportOutcome;
import io.userstore.adoption.JdbcSource;
import io.userstore.adoption.Source;
import io.userstore.adoption.TableImport;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How fast a table of users in PostgreSQL, on the same server, comes over: durable, encrypted and in the users table. */
final class Imports {

    private static final double USERS_PER_SECOND = 30_000;
    private static final int WARM_UP = 100_000;

    private static final String TABLE = """
            CREATE TYPE experiencelevel AS ENUM ('ENTRY', 'JUNIOR', 'MID', 'SENIOR', 'LEAD', 'PRINCIPAL');
            CREATE TYPE accountstatus AS ENUM ('PENDING_VERIFICATION', 'ACTIVE', 'SUSPENDED', 'LOCKED');
            CREATE TABLE users (id serial PRIMARY KEY, created_at timestamp NOT NULL, updated_at timestamp NOT NULL,
                                deleted_at timestamp, email varchar(255) NOT NULL, password_hash varchar(255) NOT NULL,
                                name varchar(255) NOT NULL, target_role varchar(255), experience_level experiencelevel,
                                account_status accountstatus NOT NULL, failed_login_attempts varchar(10) NOT NULL,
                                last_login_at varchar(50))
            """;

    private static final String ROWS = """
            INSERT INTO users
            SELECT n, timestamp '2015-01-01' + n * interval '61.000001 s', timestamp '2020-01-01' + n * interval '1 s',
                   NULL, md5(n::text) || '@example.com', '%s', '%s', '%s', '%s', 'ACTIVE', '0', '2022-02-02T02:02:02Z'
              FROM generate_series(1, %s) AS n
            """;

    private final Stage stage;
    private final int users;

    Imports(Stage stage) {
        this.stage = stage;
        this.users = stage.pace().quick() ? 20_000 : 1_000_000;
    }

    void measure() throws Exception {
        Database table = stage.server().create("adopted");
        Database small = stage.server().create("adopted_first");
        fill(table, users);
        fill(small, Math.min(users, WARM_UP));
        run("first", small);
        List<Double> rates = new ArrayList<>();
        List<Double> whole = new ArrayList<>();
        for (int round = 0; round < stage.pace().rounds(); round++) {
            long begun = System.nanoTime();
            rates.add(users / run("round" + round, table).seconds());
            whole.add(users / ((System.nanoTime() - begun) / 1e9));
        }
        stage.report()
                .add(Row.of("import", 1, "users/s, to durable, encrypted, projected")
                        .with(Row.OURS, Figure.of(rates))
                        .against("30,000/s", Figure.of(List.of(USERS_PER_SECOND)))
                        .atLeast(1, Row.BASELINE));
        stage.report()
                .add(Row.of("import", 1, "users/s, with the report before and the comparison after")
                        .with(Row.OURS, Figure.of(whole)));
    }

    private static void fill(Database database, int rows) {
        database.execute(
                TABLE,
                ROWS.formatted(
                        Users.PASSWORD_HASH,
                        Users.NAME,
                        Users.TARGET_ROLE,
                        Users.EXPERIENCE_LEVEL,
                        Integer.toString(rows)),
                "VACUUM ANALYZE users",
                "CHECKPOINT");
    }

    private ImportOutcome run(String store, Database from) throws Exception {
        Path report = stage.server().dataFolder().resolve(store + "-report.csv");
        try (TestNode node =
                        stage.storeOn(stage.server().create("adopting_" + store), "userstore.audit.build-tree=false");
                Source source = JdbcSource.at(from.url(), from.username(), from.password(), "users")) {
            ImportOutcome outcome = node.bean(TableImport.class)
                    .run(source, new TableImport.Wanted(report, false, null, "benchmark"), (step, done, total) -> {});
            if (!outcome.isComplete()) {
                throw new IllegalStateException("not all of the source has come over");
            }
            return outcome;
        }
    }
}
