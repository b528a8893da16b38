package io.userstore;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A real PostgreSQL for tests: one server per test JVM, started by the first test that asks for it and removed with
 * its data at exit, and an empty database of its own for everyone who calls {@link #fresh()}. As in production the
 * server writes durably and the role {@code userstore} owns the database without being superuser.
 */
public final class TestDatabase {

    private static final String ROLE = "userstore";
    private static final AtomicInteger COUNT = new AtomicInteger();

    private final String name;

    private TestDatabase(String name) {
        this.name = name;
    }

    public static TestDatabase fresh() {
        TestDatabase database = new TestDatabase("test" + COUNT.incrementAndGet());
        execute(dataSource("postgres", "postgres"), "CREATE DATABASE " + database.name + " OWNER " + ROLE);
        return database;
    }

    public String url() {
        return "jdbc:postgresql://127.0.0.1:" + Server.RUNNING.getPort() + "/" + name;
    }

    public String username() {
        return ROLE;
    }

    public String password() {
        return "test";
    }

    /** Opens a connection each time it is asked for one: nothing to close, and no pool between a test and the server. */
    public DataSource dataSource() {
        return dataSource(name, ROLE);
    }

    /** The same database as {@code postgres}, for what only a superuser may do. */
    public DataSource superuserDataSource() {
        return dataSource(name, "postgres");
    }

    private static DataSource dataSource(String database, String user) {
        PGSimpleDataSource dataSource = new PGSimpleDataSource();
        dataSource.setServerNames(new String[] {"127.0.0.1"});
        dataSource.setPortNumbers(new int[] {Server.RUNNING.getPort()});
        dataSource.setDatabaseName(database);
        dataSource.setUser(user);
        return dataSource;
    }

    private static void execute(DataSource dataSource, String sql) {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    private static final class Server {

        static final EmbeddedPostgres RUNNING = start();

        private static EmbeddedPostgres start() {
            try {
                EmbeddedPostgres server = EmbeddedPostgres.builder()
                        // Not zonky's folder in /tmp: what a killed build leaves there half unpacked stays for good.
                        .setOverrideWorkingDirectory(new File("target/postgresql-binaries"))
                        .setPGStartupWait(Duration.ofSeconds(60))
                        .setLocaleConfig("locale", "C")
                        .setServerConfig("fsync", "on")
                        .setServerConfig("full_page_writes", "on")
                        .setServerConfig("synchronous_commit", "on")
                        .setServerConfig("listen_addresses", "127.0.0.1")
                        .setServerConfig("unix_socket_directories", "")
                        .start();
                execute(server.getPostgresDatabase(), "CREATE ROLE " + ROLE + " LOGIN PASSWORD 'test'");
                return server;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
