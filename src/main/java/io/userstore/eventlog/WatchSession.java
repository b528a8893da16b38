package io.userstore.eventlog;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.SQLException;
import java.util.Properties;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.jdbc.core.JdbcTemplate;

/** The watch's own session with the database: whether a node can append is no question of how long its readers queue. */
final class WatchSession implements AutoCloseable {

    private static final int QUERY_TIMEOUT_SECONDS = 2;

    /** For a server that vanished without a word, which cannot be told to cancel anything either. */
    private static final int NETWORK_TIMEOUT_SECONDS = 3;

    private final HikariDataSource dataSource;
    private final JdbcTemplate jdbc;

    WatchSession(DataSource application) {
        this.dataSource = new HikariDataSource(singleConnection(application));
        this.jdbc = new JdbcTemplate(dataSource);
        this.jdbc.setQueryTimeout(QUERY_TIMEOUT_SECONDS);
    }

    private static HikariConfig singleConnection(DataSource application) {
        try {
            HikariConfig config = new HikariConfig();
            application.unwrap(HikariDataSource.class).copyStateTo(config);
            config.setPoolName("log-watch");
            config.setMaximumPoolSize(1);
            config.setMinimumIdle(1);
            config.setInitializationFailTimeout(-1);
            // The copy shares its properties with the original.
            Properties own = new Properties();
            own.putAll(config.getDataSourceProperties());
            config.setDataSourceProperties(own);
            // As text: the driver passes over a number.
            config.addDataSourceProperty("socketTimeout", Integer.toString(NETWORK_TIMEOUT_SECONDS));
            return config;
        } catch (SQLException e) {
            throw new IllegalStateException("the application's DataSource is not a Hikari pool", e);
        }
    }

    JdbcOperations jdbc() {
        return jdbc;
    }

    @Override
    public void close() {
        dataSource.close();
    }
}
