package io.userstore.platform;

import java.io.Closeable;
import java.io.IOException;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;

/**
 * The database of a store that was given none: holds the {@link StoreLock} and runs a {@link PostgresServer}, or joins
 * the server of the store that does.
 */
final class EmbeddedDatabase implements JdbcConnectionDetails, AutoCloseable {

    private final int port;
    private final String password;
    private final Closeable closing;

    private EmbeddedDatabase(int port, String password, Closeable closing) {
        this.port = port;
        this.password = password;
        this.closing = closing;
    }

    /**
     * @param port 0 for any free one
     * @throws StoreLock.InUse if another store runs on the folder
     */
    static EmbeddedDatabase start(DataFolder folder, int port) {
        try {
            StoreLock lock = StoreLock.acquire(folder);
            try {
                PostgresServer server = PostgresServer.start(folder, port);
                return new EmbeddedDatabase(server.port(), folder.secret(folder.postgresqlPassword()), () -> {
                    try (lock) {
                        server.close();
                    }
                });
            } catch (IOException | RuntimeException e) {
                lock.close();
                throw e;
            }
        } catch (IOException e) {
            throw DataFolder.unusable(folder.path(), e);
        }
    }

    /** Uses the server of the store that runs on the folder; leaves it running when closed. */
    static EmbeddedDatabase join(DataFolder folder) {
        try {
            Postmaster postmaster = Postmaster.runningOn(folder.postgresql())
                    .filter(Postmaster::ready)
                    .orElseThrow(() -> new StartFailure(
                            "The store that uses the data folder " + folder.path()
                                    + " has not started its database yet.",
                            "Try again in a moment."));
            return new EmbeddedDatabase(postmaster.port(), folder.secret(folder.postgresqlPassword()), () -> {});
        } catch (IOException e) {
            throw DataFolder.unusable(folder.path(), e);
        }
    }

    @Override
    public String getJdbcUrl() {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + PostgresCluster.NAME;
    }

    @Override
    public String getUsername() {
        return PostgresCluster.NAME;
    }

    @Override
    public String getPassword() {
        return password;
    }

    @Override
    public void close() throws IOException {
        closing.close();
    }
}
