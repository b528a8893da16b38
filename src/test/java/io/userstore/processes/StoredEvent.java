package io.userstore.processes;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An event as it is in the log.
 *
 * @param to the status that it led to, if it is about the status
 */
record StoredEvent(
        long userId,
        long version,
        String traceId,
        @Nullable String key,
        @Nullable String to) {

    private static final String LOG = """
            SELECT aggregate_id::bigint, version, metadata ->> 'correlationId', idempotency_key,
                   coalesce(payload ->> 'to', payload ->> 'accountStatus')
              FROM event_log
             ORDER BY position
            """;

    /** All of them, in order. */
    static List<StoredEvent> all(PostgresProcess postgres) {
        try (Connection connection = postgres.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(LOG)) {
            List<StoredEvent> events = new ArrayList<>();
            while (rows.next()) {
                events.add(new StoredEvent(
                        rows.getLong(1), rows.getLong(2), rows.getString(3), rows.getString(4), rows.getString(5)));
            }
            return events;
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }
}
