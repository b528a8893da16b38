package io.benchmark;

import io.userstore.TestNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.flywaydb.core.Flyway;
import org.springframework.core.io.ClassPathResource;

/** What every measurement needs: the server, the pace, and where results go. */
record Stage(Server server, Pace pace, Report report, Plots plots) {

    /** Connections of those who write directly; the best of the sizes that were tried, see docs/performance.md. */
    static final int POOL = 32;

    private static final int WARM_UP_CALLERS = 4;
    private static final String NO_LOCKOUT = "userstore.lockout.limit=" + Users.NO_LOCKOUT;

    /** A store on an empty database of that name. */
    TestNode store(String database) {
        return storeOn(server.create(database));
    }

    TestNode storeOn(Database database, String... properties) {
        List<String> all = new ArrayList<>(List.of(properties));
        all.add(NO_LOCKOUT);
        all.add("userstore.data-dir=" + server.dataFolder());
        return TestNode.with(database.properties(all.toArray(String[]::new)));
    }

    /** Filled before a store opens it: an open one need not notice what others write behind its back. */
    Database filled(String name, Consumer<Dataset> filling) {
        Database database = server.create(name);
        Flyway.configure()
                .dataSource(database.url(), database.username(), database.password())
                .load()
                .migrate();
        Dataset dataset = Dataset.in(database, server.dataFolder());
        filling.accept(dataset);
        dataset.settle();
        return database;
    }

    Limit limit() throws IOException {
        Database database = server.create("crud");
        database.execute(
                new ClassPathResource("db/migration/V2__directory.sql").getContentAsString(StandardCharsets.UTF_8),
                """
                CREATE TABLE users_audit (
                    id       bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
                    user_id  bigint      NOT NULL,
                    what     varchar(50) NOT NULL,
                    attempts int         NOT NULL,
                    at       timestamptz NOT NULL DEFAULT now()
                )
                """);
        return new Limit(database.pool(POOL));
    }

    /**
     * Each for as long as a warm-up takes: compiled code, plans and caches. With few callers, which leave the JVM's compiler
     * its share of the cores; beside hundreds it hardly gets on.
     */
    <C> void warmUp(List<C> contestants, Race.Turn<C> turn) throws InterruptedException {
        for (C contestant : contestants) {
            Load.run(WARM_UP_CALLERS, pace.warmUp(), turn.of(contestant));
        }
    }
}
