package io.userstore.eventlog;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.SQLException;
import java.util.Objects;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The node's one database session for appending. It is kept apart from the application's pool, so that the appender
 * never queues behind readers.
 */
final class AppendSession implements AutoCloseable {

    private static final int NETWORK_TIMEOUT_SECONDS = 20;

    /**
     * Every statement here looks up single rows by key in tables that may have grown a thousandfold since it was planned,
     * and whose statistics may be none: the only good plan is the one by index, made once.
     */
    private static final String PLAN_BY_INDEX = """
            SET enable_seqscan = off;
            SET enable_bitmapscan = off;
            SET enable_hashjoin = off;
            SET enable_mergejoin = off;
            SET plan_cache_mode = force_generic_plan
            """;

    /** Statements fail in the ordinary course of things, and what they were about is nobody's business. */
    private static final String LOG_NO_PARAMETERS = "SET log_parameter_max_length_on_error = 0";

    private final HikariDataSource dataSource;
    private final JdbcTemplate jdbc;
    private final TransactionTemplate transaction;

    AppendSession(DataSource application) {
        this.dataSource = new HikariDataSource(singleConnection(application));
        this.jdbc = new JdbcTemplate(dataSource);
        this.transaction = new TransactionTemplate(new JdbcTransactionManager(dataSource));
    }

    private static HikariConfig singleConnection(DataSource application) {
        try {
            HikariConfig config = new HikariConfig();
            application.unwrap(HikariDataSource.class).copyStateTo(config);
            config.setPoolName("append-session");
            config.setMaximumPoolSize(1);
            config.setMinimumIdle(1);
            config.setInitializationFailTimeout(-1);
            // What is read under the append lock must be what was committed before, not before the wait for the lock.
            config.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
            config.setConnectionInitSql(
                    Stream.of(config.getConnectionInitSql(), PLAN_BY_INDEX, LOG_NO_PARAMETERS, ClientWatch.SQL)
                            .filter(Objects::nonNull)
                            .collect(Collectors.joining(";\n")));
            // A server that vanished without a word must not hold all callers for ever. The copy shares its properties
            // with the original, which is none of this pool's business.
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

    TransactionTemplate transaction() {
        return transaction;
    }

    @Override
    public void close() {
        dataSource.close();
    }
}
