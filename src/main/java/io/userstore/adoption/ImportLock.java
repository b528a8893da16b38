package io.userstore.adoption;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Held by one import in a store, as long as its session lasts. */
final class ImportLock implements AutoCloseable {

    /** Any constant will do; it only has to be another than the append lock's. */
    private static final String NUMBER = Long.toString(0x75736572_696d706fL);

    private final Connection session;

    private ImportLock(Connection session) {
        this.session = session;
    }

    /** @throws AnotherImport if another session holds it */
    static ImportLock on(Connection session) throws SQLException {
        try (Statement statement = session.createStatement()) {
            // The transaction that reads collisions stays open while users are written.
            statement.execute("SET idle_in_transaction_session_timeout = 0");
            try (ResultSet held = statement.executeQuery("SELECT pg_try_advisory_lock(" + NUMBER + ")")) {
                if (!held.next() || !held.getBoolean(1)) {
                    throw new AnotherImport();
                }
            }
        }
        return new ImportLock(session);
    }

    Connection session() {
        return session;
    }

    /** The session goes back to its pool. */
    @Override
    public void close() throws SQLException {
        try (Statement statement = session.createStatement()) {
            statement.execute("SELECT pg_advisory_unlock(" + NUMBER + ")");
        }
    }
}
