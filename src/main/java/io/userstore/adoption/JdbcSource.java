package io.userstore.adoption;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Properties;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A table in a PostgreSQL database, read by cursor in transactions that change nothing. */
public final class JdbcSource implements Source {

    private static final int FETCHED = 2_000;

    /** All rows of an id, of which none comes over; whatever the type of the column. */
    private static final String UPDATED =
            " WHERE id IN (SELECT id FROM %s WHERE CAST(updated_at AS timestamp) >= CAST(? AS timestamp))";

    private static final String NOW = "SELECT CAST(transaction_timestamp() AT TIME ZONE 'UTC' AS text)";

    /** A transaction stays open while the store is being written to. */
    private static final String SESSION =
            "SET TIME ZONE 'UTC'; SET DateStyle = ISO; SET idle_in_transaction_session_timeout = 0";

    private final Connection connection;
    private final String table;

    private JdbcSource(Connection connection, String table) {
        this.connection = connection;
        this.table = table;
    }

    /**
     * Connects.
     *
     * @param table its name to the letter, with or without a schema
     */
    public static JdbcSource at(String url, @Nullable String username, @Nullable String password, String table)
            throws SQLException {
        Properties properties = new Properties();
        if (username != null) {
            properties.setProperty("user", username);
        }
        if (password != null) {
            properties.setProperty("password", password);
        }
        properties.setProperty("ApplicationName", "userstore import");
        // What a refused row holds is nobody's business.
        properties.setProperty("logServerErrorDetail", "false");
        Connection connection = DriverManager.getConnection(url, properties);
        connection.setReadOnly(true);
        return on(connection, table);
    }

    /** On a connection that is closed with it. */
    static JdbcSource on(Connection connection, String table) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(SESSION);
        }
        connection.setAutoCommit(false);
        connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
        return new JdbcSource(connection, table);
    }

    @Override
    public Snapshot snapshot() {
        return new Moment();
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }

    /** All statements of a transaction see the same rows. */
    private final class Moment implements Snapshot {

        @Override
        public Instant now() throws SQLException {
            try (Statement statement = connection.createStatement();
                    ResultSet now = statement.executeQuery(NOW)) {
                now.next();
                return Times.of(now.getString(1));
            }
        }

        @Override
        public long count(@Nullable Instant since) throws SQLException {
            String sql = "SELECT count(*) FROM " + TableSql.quoted(table) + condition(since);
            try (PreparedStatement statement = prepared(sql, since);
                    ResultSet count = statement.executeQuery()) {
                count.next();
                return count.getLong(1);
            }
        }

        @Override
        public void read(@Nullable Instant since, Consumer<TableRow> rows) throws SQLException {
            String sql = TableSql.select(table) + condition(since) + " ORDER BY id";
            try (PreparedStatement statement = prepared(sql, since);
                    ResultSet found = statement.executeQuery()) {
                while (found.next()) {
                    rows.accept(TableSql.row(found));
                }
            }
        }

        private PreparedStatement prepared(String sql, @Nullable Instant since) throws SQLException {
            PreparedStatement statement = connection.prepareStatement(sql);
            statement.setFetchSize(FETCHED);
            if (since != null) {
                statement.setString(
                        1, LocalDateTime.ofInstant(since, ZoneOffset.UTC).toString());
            }
            return statement;
        }

        private String condition(@Nullable Instant since) {
            return since == null ? "" : UPDATED.formatted(TableSql.quoted(table));
        }

        @Override
        public void close() throws SQLException {
            connection.rollback();
        }
    }
}
