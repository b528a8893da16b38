package io.benchmark;

import com.zaxxer.hikari.HikariDataSource;
import io.userstore.TestNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import javax.sql.DataSource;

/** The store's own embedded PostgreSQL, durable as ever, with a database for each contestant. */
final class Server implements AutoCloseable {

    /** For the pools of all contestants at once, more than one store ever needs. */
    private static final int CONNECTIONS = 300;

    private final Path data;
    private final TestNode store;
    private final Database maintenance;

    private Server(Path data, TestNode store, Database maintenance) {
        this.data = data;
        this.store = store;
        this.maintenance = maintenance;
    }

    /** @param data the folder of its data, empty or not there */
    static Server start(Path data) throws IOException {
        try (Server first = open(data)) {
            first.maintenance.execute("ALTER SYSTEM SET max_connections = " + CONNECTIONS);
        }
        return open(data);
    }

    private static Server open(Path data) throws IOException {
        TestNode store = TestNode.with("userstore.data-dir=" + data, "userstore.lockout.duration=0");
        String password = Files.readString(data.resolve("postgresql-password")).strip();
        String url = ((HikariDataSource) store.bean(DataSource.class)).getJdbcUrl();
        return new Server(data, store, new Database(url, "postgres", password).named("postgres"));
    }

    /** An empty database, used by its superuser, to whom PostgreSQL checks privileges no differently in cost. */
    Database create(String name) {
        maintenance.execute("CREATE DATABASE " + name);
        return maintenance.named(name);
    }

    /** All stores' data folder, with the key-encryption keys. */
    Path dataFolder() {
        return data;
    }

    String version() {
        return Objects.requireNonNull(store.jdbc().queryForObject("SHOW server_version", String.class));
    }

    @Override
    public void close() {
        store.close();
    }
}
