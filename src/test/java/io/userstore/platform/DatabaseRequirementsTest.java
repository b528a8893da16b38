package io.userstore.platform;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.userstore.TestDatabase;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;

class DatabaseRequirementsTest {

    @Test
    void durableDatabaseIsAccepted() {
        DataSource database = TestDatabase.fresh().dataSource();

        assertThatCode(() -> DatabaseRequirements.check(database)).doesNotThrowAnyException();
    }

    @Test
    void serverThatLosesCommitsIsRefusedWithEverythingThatIsWrong(@TempDir Path temporary) throws Exception {
        try (EmbeddedPostgres server = EmbeddedPostgres.builder()
                .setOverrideWorkingDirectory(
                        Path.of("target/postgresql-binaries").toFile())
                .setDataDirectory(temporary.resolve("data"))
                .setServerConfig("full_page_writes", "off")
                .start()) {
            assertThatThrownBy(() -> DatabaseRequirements.check(server.getPostgresDatabase()))
                    .isInstanceOf(StartFailure.class)
                    .hasMessageContainingAll("fsync is off", "full_page_writes is off", "synchronous_commit is off");
        }
    }

    @Test
    void asynchronousCommitOfTheDatabaseAloneIsRefused() throws Exception {
        TestDatabase database = TestDatabase.fresh();
        try (Connection connection = database.superuserDataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("ALTER DATABASE " + connection.getCatalog() + " SET synchronous_commit = off");
        }

        assertThatThrownBy(() -> DatabaseRequirements.check(database.dataSource()))
                .isInstanceOf(StartFailure.class)
                .hasMessage("The database does not keep what the store promises: synchronous_commit is off.");
    }

    @Test
    void databaseThatCannotHoldEveryNameIsRefused() throws Exception {
        TestDatabase database = TestDatabase.fresh();
        try (Connection connection = database.superuserDataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE latin ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0");
        }
        PGSimpleDataSource latin = new PGSimpleDataSource();
        latin.setUrl(database.url().replaceAll("/[^/]*$", "/latin"));
        latin.setUser(database.username());

        assertThatThrownBy(() -> DatabaseRequirements.check(latin)).hasMessageContaining("server_encoding is LATIN1");
    }

    @Test
    void unreachableDatabaseIsReportedInTheDriversWords() {
        PGSimpleDataSource nowhere = new PGSimpleDataSource();
        nowhere.setUrl("jdbc:postgresql://127.0.0.1:1/userstore");

        assertThatThrownBy(() -> DatabaseRequirements.check(nowhere))
                .isInstanceOf(StartFailure.class)
                .hasMessageStartingWith("The database cannot be reached: ")
                .hasMessageContaining("127.0.0.1:1");
    }
}
