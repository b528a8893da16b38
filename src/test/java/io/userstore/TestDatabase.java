package io.userstore;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
        asSuperuser("CREATE DATABASE " + database.name + " OWNER " + ROLE);
        return database;
    }

    /** A copy of it as it is now; nobody may be connected. */
    public TestDatabase backup() {
        TestDatabase copy = new TestDatabase("test" + COUNT.incrementAndGet());
        copy.copyFrom(this);
        return copy;
    }

    /** Makes it what the copy is; nobody may be connected. */
    public void restore(TestDatabase backup) {
        asSuperuser("DROP DATABASE " + name);
        copyFrom(backup);
    }

    private void copyFrom(TestDatabase other) {
        asSuperuser("CREATE DATABASE " + name + " TEMPLATE " + other.name + " OWNER " + ROLE);
    }

    /** Throws everybody out, and lets nobody in. */
    public void refuseConnections() {
        asSuperuser("ALTER DATABASE " + name + " ALLOW_CONNECTIONS false");
        asSuperuser("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '" + name + "'");
    }

    public void acceptConnections() {
        asSuperuser("ALTER DATABASE " + name + " ALLOW_CONNECTIONS true");
    }

    private static void asSuperuser(String sql) {
        execute(dataSource("postgres", "postgres"), sql);
    }

    public String url() {
        return "jdbc:postgresql://127.0.0.1:" + Server.RUNNING.getPort() + "/" + name;
    }

    /** The data folder of the nodes on this database: that they have it in common makes them nodes of one store. */
    public String dataFolder() {
        return Server.FOLDERS.resolve(name).toString();
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
        static final Path FOLDERS = temporaryFolder();

        private static Path temporaryFolder() {
            try {
                Path folders = Files.createTempDirectory(Path.of("target"), "data-folders");
                return folders.toAbsolutePath();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

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
