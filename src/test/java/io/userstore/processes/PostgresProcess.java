package io.userstore.processes;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import io.zonky.test.db.postgres.util.LinuxUtils;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A PostgreSQL that can be ended the hard way and started again on the same port and data. As in production it writes
 * durably, and the stores' role is not a superuser.
 */
final class PostgresProcess {

    private static final String NAME = "userstore";
    private static final String DATA = "postgresql";
    private static final Duration TIME_TO_START = Duration.ofSeconds(60);
    private static final Duration TIME_TO_STOP = Duration.ofSeconds(30);

    private final int port;
    private final File log;
    private final List<String> command;
    private ProcessHandle postmaster;

    private PostgresProcess(int port, File log, ProcessHandle postmaster) {
        this.port = port;
        this.log = log;
        this.postmaster = postmaster;
        this.command = commandOf(postmaster);
    }

    /** An empty server that ends with the test JVM. */
    static PostgresProcess start(Path folder) {
        int port = FreePort.choose();
        try {
            Files.createDirectories(folder);
            File log = folder.resolve("postgresql.log").toFile();
            EmbeddedPostgres server = EmbeddedPostgres.builder()
                    .setOverrideWorkingDirectory(new File("target/postgresql-binaries"))
                    .setDataDirectory(folder.resolve(DATA))
                    .setPort(port)
                    .setOutputRedirector(ProcessBuilder.Redirect.appendTo(log))
                    .setErrorRedirector(ProcessBuilder.Redirect.appendTo(log))
                    .setPGStartupWait(TIME_TO_START)
                    .setLocaleConfig("locale", "C")
                    .setServerConfig("fsync", "on")
                    .setServerConfig("full_page_writes", "on")
                    .setServerConfig("synchronous_commit", "on")
                    .setServerConfig("listen_addresses", "127.0.0.1")
                    .setServerConfig("unix_socket_directories", "")
                    .start();
            try (Connection connection = server.getPostgresDatabase().getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute("CREATE ROLE " + NAME + " LOGIN PASSWORD 'test'");
                statement.execute("CREATE DATABASE " + NAME + " OWNER " + NAME);
            }
            return new PostgresProcess(port, log, postmasterOn(folder.resolve(DATA)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    private static ProcessHandle postmasterOn(Path data) throws IOException {
        long pid = Long.parseLong(
                Files.readAllLines(data.resolve("postmaster.pid")).get(0));
        return ProcessHandle.of(pid).orElseThrow();
    }

    /** Its command line, and before it what lets root start a PostgreSQL, which refuses to be run by root. */
    private static List<String> commandOf(ProcessHandle postmaster) {
        List<String> command = new ArrayList<>();
        if (LinuxUtils.isUnshareAvailable()) {
            command.addAll(List.of("unshare", "-U"));
        }
        command.add(postmaster.info().command().orElseThrow());
        command.addAll(List.of(postmaster.info().arguments().orElseThrow()));
        return command;
    }

    List<String> storeArguments(String applicationName) {
        return List.of(
                "--spring.datasource.url=" + url(NAME) + "?ApplicationName=" + applicationName,
                "--spring.datasource.username=" + NAME,
                "--spring.datasource.password=test",
                // One folder for all nodes, because of the key-encryption keys in it.
                "--userstore.data-dir=" + PackagedStore.FOLDER.resolve("data-of-nodes"));
    }

    /** One more database of the stores' role. */
    void create(String database) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + database + " OWNER " + NAME);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    String url(String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
    }

    /** As superuser. */
    Connection connect() throws SQLException {
        return connect(NAME);
    }

    Connection connect(String database) throws SQLException {
        PGSimpleDataSource dataSource = new PGSimpleDataSource();
        dataSource.setServerNames(new String[] {"127.0.0.1"});
        dataSource.setPortNumbers(new int[] {port});
        dataSource.setDatabaseName(database);
        dataSource.setUser("postgres");
        return dataSource.getConnection();
    }

    /** What {@code pg_ctl stop -m immediate} does: every backend breaks off at once, without a checkpoint. */
    void stopImmediately() {
        List<ProcessHandle> children = postmaster.descendants().toList();
        Signal.QUIT.send(postmaster.pid());
        awaitEnd(children);
    }

    /** {@code kill -9} of the server and of every process of it. */
    void kill9() {
        List<ProcessHandle> children = postmaster.descendants().toList();
        postmaster.destroyForcibly();
        children.forEach(ProcessHandle::destroyForcibly);
        awaitEnd(children);
    }

    private void awaitEnd(List<ProcessHandle> children) {
        Deadline.in(TIME_TO_STOP)
                .await(
                        () -> !postmaster.isAlive() && children.stream().noneMatch(ProcessHandle::isAlive),
                        () -> "PostgreSQL still runs, see " + log);
    }

    void startAgain() {
        try {
            postmaster = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log))
                    .start()
                    .toHandle();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Deadline.in(TIME_TO_START).await(this::acceptsConnections, () -> "PostgreSQL did not start again, see " + log);
    }

    private boolean acceptsConnections() {
        try (Connection connection = connect()) {
            return connection.isValid(1);
        } catch (SQLException e) {
            return false;
        }
    }
}
