package io.userstore.eventlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import io.userstore.TestDatabase;
import java.sql.Connection;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;

class AppendSessionTest {

    @Test
    void nothingWaitsOnForALockThatNobodyWantsAnyMore() throws Exception {
        TestDatabase database = TestDatabase.fresh();
        String waiting = "SELECT 1 FROM pg_stat_activity WHERE datname = current_database()"
                + " AND query = 'SELECT pg_advisory_xact_lock(1)'";
        try (HikariDataSource application = new HikariDataSource();
                Connection other = database.dataSource().getConnection()) {
            application.setJdbcUrl(database.url());
            application.setUsername(database.username());
            application.setPassword(database.password());
            other.createStatement().execute("SELECT pg_advisory_lock(1)");
            try (AppendSession session = new AppendSession(application)) {
                assertThatThrownBy(() -> session.jdbc().execute((ConnectionCallback<Boolean>) connection -> {
                            connection.setNetworkTimeout(Runnable::run, 500);
                            return connection.createStatement().execute("SELECT pg_advisory_xact_lock(1)");
                        }))
                        .isInstanceOf(DataAccessException.class);

                await().atMost(Duration.ofSeconds(30))
                        .until(() -> new JdbcTemplate(database.dataSource())
                                .queryForList(waiting)
                                .isEmpty());
            }
        }
    }

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
