package io.userstore.doctor;

import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import io.userstore.TestDatabase;
import io.userstore.UserStoreApplication;
import io.userstore.cli.CommandLineInterface;
import io.userstore.privacy.KeyTables;
import io.userstore.schema.Schemas;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;

/** A database and who examines it, again and again. */
final class Patient implements AutoCloseable {

    private final TestDatabase database;
    private final ConfigurableApplicationContext upkeep;

    Patient(TestDatabase database, String... properties) {
        this.database = database;
        List<String> all = new ArrayList<>(List.of(
                "--spring.datasource.url=" + database.url(),
                "--spring.datasource.username=" + database.username(),
                "--spring.datasource.password=" + database.password(),
                "--userstore.data-dir=" + database.dataFolder()));
        List.of(properties).forEach(property -> all.add("--" + property));
        this.upkeep =
                UserStoreApplication.start(new CommandLineInterface.Node(all, CommandLineInterface.Purpose.UPKEEP));
    }

    List<Finding> findings() {
        List<Finding> findings = new ArrayList<>();
        try {
            upkeep.getBean(Examination.class).examine(findings::add);
        } finally {
            leave();
        }
        return findings;
    }

    /** Of other checks, after those of tables. */
    List<Finding> findings(List<Check> checks) {
        List<Finding> findings = new ArrayList<>();
        new Examination(
                        database.dataSource(),
                        new TableChecks(upkeep.getBean(Schemas.class), upkeep.getBean(KeyTables.class)),
                        checks)
                .examine(findings::add);
        leave();
        return findings;
    }

    /** What is wrong, by check. */
    Map<String, String> faults() {
        Map<String, String> faults = new TreeMap<>();
        findings().stream()
                .filter(finding -> !finding.ok())
                .forEach(finding -> faults.put(finding.check(), finding.found()));
        return faults;
    }

    void damage(String sql) {
        new JdbcTemplate(database.superuserDataSource()).execute(sql);
    }

    /** As it was; nobody else may be on it. */
    void restore(TestDatabase backup) {
        await().atMost(Duration.ofSeconds(30)).ignoreExceptions().until(() -> {
            database.restore(backup);
            return true;
        });
    }

    /** Connections would keep a database from being dropped, and its settings from being read anew. */
    private void leave() {
        HikariDataSource pool = upkeep.getBean(HikariDataSource.class);
        Objects.requireNonNull(pool.getHikariPoolMXBean()).softEvictConnections();
    }

    @Override
    public void close() {
        upkeep.close();
    }
}
