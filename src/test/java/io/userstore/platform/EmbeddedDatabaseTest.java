package io.userstore.platform;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** On one data folder for all, since its first start takes seconds; each test leaves it whole and stopped. */
@Timeout(60)
class EmbeddedDatabaseTest {

    private static DataFolder folder;

    @BeforeAll
    static void startFirstInAFolderThatAnInterruptedStoreLeftHalfMade(@TempDir Path temporary) throws IOException {
        folder = new DataFolder(temporary.toRealPath());
        Files.createDirectories(temporary.resolve("postgresql.new-1/base"));
        Files.writeString(temporary.resolve("postgresql.new-1/PG_VERSION"), "18");
        Files.createDirectories(temporary.resolve("postgresql-binaries/unpacking/bin"));
        Files.writeString(temporary.resolve("postgresql-binaries/unpacking/bin/initdb"), "half an executable");
        try (EmbeddedDatabase database = EmbeddedDatabase.start(folder, 0)) {
            execute(database, "CREATE TABLE kept (word text)");
        }
    }

    @Test
    void halfMadeFoldersOfAnInterruptedStartAreGoneAfterTheNext() throws IOException {
        try (var files = Files.list(folder.path())) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .contains("postgresql", "postgresql-binaries")
                    .noneMatch(name -> name.contains("new"));
        }
        assertThat(folder.path().resolve("postgresql-binaries/unpacking")).doesNotExist();
    }

    @Test
    void onlyTheHolderOfThePasswordFileGetsIn() throws Exception {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.postgresqlPassword())))
                .isEqualTo("rw-------");
        try (EmbeddedDatabase database = EmbeddedDatabase.start(folder, 0)) {
            assertThat(database.getPassword())
                    .isEqualTo(Files.readString(folder.postgresqlPassword()).strip())
                    .hasSize(43);
            for (String user : List.of("userstore", "postgres")) {
                assertThatThrownBy(() -> DriverManager.getConnection(database.getJdbcUrl(), user, "wrong"))
                        .hasMessageContaining("password authentication failed");
                assertThatThrownBy(() -> DriverManager.getConnection(database.getJdbcUrl(), user, null))
                        .hasMessageContaining("no password was provided");
            }
        }
        assertThat(Files.readAllLines(folder.postgresql().resolve("pg_hba.conf")))
                .filteredOn(line -> !line.isBlank() && !line.startsWith("#"))
                .isNotEmpty()
                .allMatch(line -> line.endsWith("scram-sha-256"));
    }

    @Test
    void commitsAreDurableAndTheApplicationIsNoSuperuser() throws Exception {
        try (EmbeddedDatabase database = EmbeddedDatabase.start(folder, 0)) {
            for (String setting : List.of("fsync", "full_page_writes", "synchronous_commit")) {
                assertThat(query(database, "SHOW " + setting)).as(setting).isEqualTo("on");
            }
            assertThat(query(database, "SHOW is_superuser")).isEqualTo("off");
            assertThat(query(database, "SHOW listen_addresses")).isEqualTo("127.0.0.1");
        }
    }

    @Test
    void aSecondStartFindsWhatTheFirstHasCommitted() throws Exception {
        try (EmbeddedDatabase database = EmbeddedDatabase.start(folder, 0)) {
            execute(database, "INSERT INTO kept VALUES ('second start')");
        }
        assertThat(Postmaster.runningOn(folder.postgresql())).isEmpty();
        try (EmbeddedDatabase database = EmbeddedDatabase.start(folder, 0)) {
            assertThat(query(database, "SELECT word FROM kept WHERE word = 'second start'"))
                    .isEqualTo("second start");
        }
    }

    @Test
    void aServerThatIsKilledComesBackWithWhatWasCommitted() throws Exception {
        try (EmbeddedDatabase database = EmbeddedDatabase.start(folder, 0)) {
            execute(database, "INSERT INTO kept VALUES ('server killed')");
            long pid = Postmaster.runningOn(folder.postgresql()).orElseThrow().pid();

            ProcessHandle.of(pid).orElseThrow().destroyForcibly();

            await().atMost(30, SECONDS)
                    .ignoreExceptions()
                    .until(
                            () -> query(database, "SELECT word FROM kept WHERE word = 'server killed'"),
                            "server killed"::equals);
            assertThat(Postmaster.runningOn(folder.postgresql()).orElseThrow().pid())
                    .isNotEqualTo(pid);
        }
    }

    @Test
    void aKilledStoresServerIsTakenOverWithWhatWasCommitted() throws Exception {
        try (StoreProcess killed = StoreProcess.start(folder)) {
            EmbeddedDatabase joined = EmbeddedDatabase.join(folder);
            execute(joined, "INSERT INTO kept VALUES ('store killed')");
            killed.kill();
            assertThat(query(joined, "SELECT 1")).as("its server still runs").isEqualTo("1");

            try (EmbeddedDatabase database = EmbeddedDatabase.start(folder, 0)) {
                assertThat(query(database, "SELECT word FROM kept WHERE word = 'store killed'"))
                        .isEqualTo("store killed");
                assertThatThrownBy(() -> query(joined, "SELECT 1")).isInstanceOf(SQLException.class);
            }
        }
    }

    @Test
    void aSecondStoreOnTheFolderIsRefusedButASubcommandMayJoin() throws Exception {
        try (StoreProcess running = StoreProcess.start(folder)) {
            assertThatThrownBy(() -> EmbeddedDatabase.start(folder, 0))
                    .isInstanceOf(StoreLock.InUse.class)
                    .hasMessage("The data folder " + folder.path() + " is in use by the store with process id "
                            + running.pid() + ".");
            try (EmbeddedDatabase joined = EmbeddedDatabase.join(folder)) {
                assertThat(query(joined, "SELECT 1")).isEqualTo("1");
            }
            try (EmbeddedDatabase joined = EmbeddedDatabase.join(folder)) {
                assertThat(query(joined, "SELECT 1"))
                        .as("after the first has left")
                        .isEqualTo("1");
            }
        }
    }

    @Test
    void aSecondStoreInTheSameProcessIsRefusedAndDoesNotBreakTheLock() throws Exception {
        try (EmbeddedDatabase database = EmbeddedDatabase.start(folder, 0)) {
            assertThatThrownBy(() -> EmbeddedDatabase.start(folder, 0)).isInstanceOf(StoreLock.InUse.class);
            assertThat(StoreProcess.refused(folder)).contains("is in use by the store with process id");
            assertThat(query(database, "SELECT 1")).isEqualTo("1");
        }
    }

    @Test
    void aProcessIdThatHasGoneToAnotherProgramDoesNotKeepTheServerFromStarting() throws Exception {
        // Not our own: PostgreSQL ignores the process that started it.
        long other = ProcessHandle.current().parent().orElseThrow().pid();
        Files.writeString(
                folder.postgresql().resolve("postmaster.pid"),
                other + "\n" + folder.postgresql() + "\n1\n5432\n\n127.0.0.1\n 1 1\nready\n");
        try (EmbeddedDatabase database = EmbeddedDatabase.start(folder, 0)) {
            assertThat(query(database, "SELECT 1")).isEqualTo("1");
        }
    }

    @Test
    void dataOfAnotherMajorVersionAreRefused() throws IOException {
        Path version = folder.postgresql().resolve("PG_VERSION");
        String ours = Files.readString(version);
        Files.writeString(version, "17\n");
        try {
            assertThatThrownBy(() -> EmbeddedDatabase.start(folder, 0))
                    .isInstanceOf(StartFailure.class)
                    .hasMessageContaining("written by PostgreSQL 17; this store brings PostgreSQL " + ours.strip());
        } finally {
            Files.writeString(version, ours);
        }
    }

    @Test
    void aServerThatDoesNotStartIsReportedWithItsLastWords() throws IOException {
        Path settings = folder.postgresql().resolve("postgresql.conf");
        String whole = Files.readString(settings);
        Files.writeString(settings, whole + "\nshared_buffers = lots\n");
        try {
            assertThatThrownBy(() -> EmbeddedDatabase.start(folder, 0))
                    .isInstanceOf(StartFailure.class)
                    .hasMessageContaining("invalid value for parameter \"shared_buffers\"");
        } finally {
            Files.writeString(settings, whole);
        }
    }

    private static void execute(EmbeddedDatabase database, String sql) {
        try (Connection connection = connect(database);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    private static String query(EmbeddedDatabase database, String sql) throws SQLException {
        try (Connection connection = connect(database);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }

    private static Connection connect(EmbeddedDatabase database) throws SQLException {
        return DriverManager.getConnection(database.getJdbcUrl(), database.getUsername(), database.getPassword());
    }
}
