package io.userstore.directory;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.userstore.eventlog.ClientWatch;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Properties;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** The one database session of a rebuild, with its temporary tables and the lock that makes it the only one. */
final class RebuildSession implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(RebuildSession.class);

    /** Any constant will do, other than those of other locks. */
    private static final String LOCK = Long.toString(0x75736572_7265626cL);

    /** Of tables that have a row a user and are joined; catching up changes rows all over the temporary one. */
    private static final String SETTINGS =
            "SET work_mem = '64MB'; SET maintenance_work_mem = '128MB'; SET temp_buffers = '256MB'";

    private final HikariDataSource pool;
    private final Connection connection;
    private final JdbcTemplate jdbc;
    private final JdbcTransactionManager transactions;

    private RebuildSession(HikariDataSource pool, Connection connection) {
        this.pool = pool;
        this.connection = connection;
        DataSource single = new SingleConnectionDataSource(connection, true);
        this.jdbc = new JdbcTemplate(single);
        this.transactions = new JdbcTransactionManager(single);
    }

    /** @throws CannotRebuild if there is another */
    static RebuildSession open(DataSource application) {
        HikariDataSource pool = new HikariDataSource(patientConnection(application));
        RebuildSession session;
        try {
            session = new RebuildSession(pool, pool.getConnection());
        } catch (SQLException | RuntimeException e) {
            pool.close();
            throw new IllegalStateException("the database cannot be reached", e);
        }
        try {
            session.begin();
            return session;
        } catch (RuntimeException e) {
            session.close();
            throw e;
        }
    }

    private static HikariConfig patientConnection(DataSource application) {
        try {
            HikariConfig config = new HikariConfig();
            application.unwrap(HikariDataSource.class).copyStateTo(config);
            config.setPoolName("rebuild");
            config.setMaximumPoolSize(1);
            config.setMaxLifetime(0);
            // Statements about all users take longer than anything that a command waits for.
            Properties own = new Properties();
            own.putAll(config.getDataSourceProperties());
            own.setProperty("socketTimeout", "0");
            own.setProperty("tcpKeepAlive", "true");
            config.setDataSourceProperties(own);
            return config;
        } catch (SQLException e) {
            throw new IllegalStateException("the application's DataSource is not a Hikari pool", e);
        }
    }

    private void begin() {
        if (!Boolean.TRUE.equals(jdbc.queryForObject("SELECT pg_try_advisory_lock(" + LOCK + ")", Boolean.class))) {
            throw new CannotRebuild("another rebuild is running");
        }
        jdbc.execute(SETTINGS);
        jdbc.execute(ClientWatch.SQL);
    }

    JdbcOperations jdbc() {
        return jdbc;
    }

    /** All that is read in it is of one moment. */
    TransactionTemplate snapshot() {
        TransactionTemplate transaction = new TransactionTemplate(transactions);
        transaction.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
        return transaction;
    }

    TransactionTemplate transaction() {
        TransactionTemplate transaction = new TransactionTemplate(transactions);
        transaction.setIsolationLevel(TransactionDefinition.ISOLATION_READ_COMMITTED);
        return transaction;
    }

    @Override
    public void close() {
        try {
            // Or the next one would have to wait until the server notices that this one is gone.
            jdbc.execute("SELECT pg_advisory_unlock_all()");
        } catch (DataAccessException e) {
            // It was cut off, and its lock with it.
            log.debug("the session is gone: {}", e.getClass().getSimpleName());
        }
        // Closed for good, and not given back: its lock and its tables are the session's.
        pool.evictConnection(connection);
        pool.close();
    }
}
