package io.benchmark;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** A database on the benchmark's server. */
record Database(String url, String username, String password) {

    Database named(String name) {
        return new Database(url.substring(0, url.lastIndexOf('/') + 1) + name, username, password);
    }

    void execute(String... statements) {
        execute(List.of(statements));
    }

    /** One after the other on one connection, each committed by itself. */
    void execute(List<String> statements) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Both lists side by side: PostgreSQL spends no more than one core on a connection that writes. */
    void executeAtOnce(List<String> some, List<String> others) {
        CompletableFuture<Void> background = CompletableFuture.runAsync(() -> execute(some));
        execute(others);
        background.join();
    }

    /** The first column. */
    List<String> query(String sql) {
        List<String> column = new ArrayList<>();
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                column.add(rows.getString(1));
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return column;
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection(url, username, password);
    }

    HikariDataSource pool(int size) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url);
        config.setUsername(username);
        config.setPassword(password);
        config.setMaximumPoolSize(size);
        return new HikariDataSource(config);
    }

    /** As properties of a store. */
    String[] properties(String... more) {
        String[] all = new String[more.length + 3];
        all[0] = "spring.datasource.url=" + url;
        all[1] = "spring.datasource.username=" + username;
        all[2] = "spring.datasource.password=" + password;
        System.arraycopy(more, 0, all, 3, more.length);
        return all;
    }
}
