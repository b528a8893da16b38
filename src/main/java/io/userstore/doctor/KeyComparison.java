package io.userstore.doctor;

import io.userstore.doctor.Check.Found;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Holds the users of the log against the data keys, both in the order of their streams and a few at a time. Keys of nobody
 * are no fault: of a user that is being registered, or that was lost with a backup.
 */
final class KeyComparison {

    private static final String USERS = """
            SELECT registered.aggregate_id, erased.position IS NOT NULL,
                   erased.occurred_at < clock_timestamp() - interval '1 minute'
              FROM event_log AS registered
              LEFT JOIN event_log AS erased
                ON erased.aggregate_id = registered.aggregate_id
               AND erased.type = 'user.erased'
             WHERE registered.version = 0
               AND registered.aggregate_type = 'user'
             ORDER BY registered.aggregate_id
            """;

    private static final String KEYS = """
            SELECT aggregate_id, wrapped_key IS NOT NULL
              FROM data_keys
             ORDER BY aggregate_id
            """;

    private static final String ERASED_MEANWHILE =
            "SELECT aggregate_id FROM event_log WHERE type = 'user.erased' AND aggregate_id = ANY (?)";

    private static final int AT_ONCE = 5_000;

    /** More are not told apart from these. */
    private static final int ENOUGH = 1_000;

    private final Set<String> missing = new TreeSet<>();
    private final Set<String> left = new TreeSet<>();
    private long users;
    private boolean apart;

    /** @param keys another database's connection, or the same */
    void compare(Connection log, Connection keys) throws SQLException {
        apart = log != keys;
        try (Statement userStatement = log.createStatement();
                Statement keyStatement = keys.createStatement()) {
            userStatement.setFetchSize(AT_ONCE);
            keyStatement.setFetchSize(AT_ONCE);
            try (ResultSet user = userStatement.executeQuery(USERS);
                    ResultSet key = keyStatement.executeQuery(KEYS)) {
                String stream = next(key);
                while (user.next() && missing.size() + left.size() < ENOUGH) {
                    users++;
                    while (stream != null && stream.compareTo(user.getString(1)) < 0) {
                        stream = next(key);
                    }
                    boolean found = user.getString(1).equals(stream) && key.getBoolean(2);
                    add(user, found);
                }
            }
        }
    }

    private static @Nullable String next(ResultSet key) throws SQLException {
        return key.next() ? key.getString(1) : null;
    }

    private void add(ResultSet user, boolean found) throws SQLException {
        boolean erased = user.getBoolean(2);
        if (!erased && !found) {
            missing.add(user.getString(1));
        } else if (erased && found && (!apart || user.getBoolean(3))) {
            // In a database of its own it is destroyed soon after the erasure, by a node.
            left.add(user.getString(1));
        }
    }

    /** Between the snapshots of two databases a user may have been erased. */
    void leaveOutWhatWasUnderWay(Connection log) throws SQLException {
        try (PreparedStatement erased = log.prepareStatement(ERASED_MEANWHILE)) {
            erased.setArray(1, log.createArrayOf("text", missing.toArray()));
            try (ResultSet rows = erased.executeQuery()) {
                while (rows.next()) {
                    missing.remove(rows.getString(1));
                }
            }
        }
    }

    Found found() {
        if (missing.isEmpty() && left.isEmpty()) {
            return Found.good("one for each of " + users + " users, none for those erased");
        }
        return missing.isEmpty()
                ? Found.bad(
                        "not destroyed although their users are erased: " + words(left),
                        "Start a node: it destroys the keys of erased users.")
                : Found.bad(
                        "missing for " + words(missing)
                                + (left.isEmpty() ? "" : "; not destroyed although erased: " + words(left)),
                        "Restore data_keys from a backup: what the events say of these users cannot be read.");
    }

    private static String words(Set<String> streams) {
        Amiss amiss = new Amiss();
        streams.forEach(amiss::add);
        return amiss.toString();
    }
}
