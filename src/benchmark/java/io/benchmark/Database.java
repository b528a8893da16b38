package io.benchmark;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/** A database on the benchmark's server. */
record Database(String url, String username, String password) {

    Database named(String name) {
        return new Database(url.substring(0, url.lastIndexOf('/') + 1) + name, username, password);
    }

    void execute(String... statements) {
        try (Connection connection = DriverManager.getConnection(url, username, password);
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
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
