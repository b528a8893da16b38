package io.userstore.eventlog;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * The nodes on a database, serving or at a subcommand's work. Each holds a lock there for as long as it listens for events,
 * which tells of it whatever its role, its address and the name of its session.
 */
public final class RunningNodes {

    /** Any constant will do; it only has to be the same on every node, and another than the other locks'. */
    private static final String LOCK = Long.toString(0x75736572_6e6f6465L);

    static final String ENTER = "SELECT pg_advisory_lock_shared(" + LOCK + ")";
    static final String LEAVE = "SELECT pg_advisory_unlock_shared(" + LOCK + ")";

    private static final String KEEP_OUT = "SELECT pg_try_advisory_xact_lock(" + LOCK + ")";

    private static final String WHO = """
            SELECT concat('process ', locks.pid, ' from ' || host(activity.client_addr))
              FROM pg_locks AS locks
              JOIN pg_database ON pg_database.oid = locks.database AND datname = current_database()
              LEFT JOIN pg_stat_activity AS activity ON activity.pid = locks.pid
             WHERE locktype = 'advisory'
               AND objsubid = 1
               AND granted
               AND (locks.classid::bigint << 32) + locks.objid::bigint = %s
               AND locks.pid <> pg_backend_pid()
             ORDER BY locks.pid
            """.formatted(LOCK);

    private RunningNodes() {}

    /**
     * Keeps nodes from listening until the connection's transaction ends.
     *
     * @return false if there are any
     */
    public static boolean keptOut(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet answer = statement.executeQuery(KEEP_OUT)) {
            return answer.next() && answer.getBoolean(1);
        }
    }

    /** A few words on the session of each. */
    public static List<String> on(Connection connection) throws SQLException {
        List<String> nodes = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(WHO)) {
            while (rows.next()) {
                nodes.add(rows.getString(1));
            }
        }
        return nodes;
    }
}
