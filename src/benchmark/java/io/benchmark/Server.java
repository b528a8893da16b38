package io.benchmark;

import io.userstore.TestNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.sql.DataSource;

/** The store's own embedded PostgreSQL, durable as ever, with a database for each contestant. */
final class Server implements AutoCloseable {

    private final TestNode store;
    private final Database maintenance;

    private Server(TestNode store, Database maintenance) {
        this.store = store;
        this.maintenance = maintenance;
    }

    /** @param data the folder of its data, empty or not there */
    static Server start(Path data) throws IOException {
        TestNode store = TestNode.with("userstore.data-dir=" + data, "userstore.lockout.duration=0");
        String password = Files.readString(data.resolve("postgresql-password")).strip();
        String url = ((com.zaxxer.hikari.HikariDataSource) store.bean(DataSource.class)).getJdbcUrl();
        String server = url.substring(0, url.lastIndexOf('/') + 1);
        return new Server(store, new Database(server + "postgres", "postgres", password));
    }

    /** An empty database, used by its superuser, to whom PostgreSQL checks privileges no differently in cost. */
    Database create(String name) {
        maintenance.execute("CREATE DATABASE " + name);
        return maintenance.named(name);
    }

    @Override
    public void close() {
        store.close();
    }
}
