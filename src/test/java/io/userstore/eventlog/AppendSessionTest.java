package io.userstore.eventlog;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.userstore.TestDatabase;
import java.sql.Connection;
import org.junit.jupiter.api.Test;

class AppendSessionTest {

    @Test
    void serverThatAnswersNothingIsNotWaitedForWithoutEnd() {
        TestDatabase database = TestDatabase.fresh();
        try (HikariDataSource application = new HikariDataSource()) {
            application.setJdbcUrl(database.url());
            application.setUsername(database.username());
            application.setPassword(database.password());
            try (AppendSession session = new AppendSession(application)) {
                assertThat(session.jdbc().execute((Connection connection) -> connection.getNetworkTimeout()))
                        .isEqualTo(20_000);
            }
        }
    }
}
