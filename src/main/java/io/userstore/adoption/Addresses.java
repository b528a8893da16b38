package io.userstore.adoption;

import java.io.IOException;
import java.io.StringReader;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.function.Consumer;
import org.postgresql.PGConnection;

/**
 * The ids and addresses that the rows of the source are going to claim, and which of them collide: in a temporary table of the
 * store's database, so that there may be any number of them.
 */
final class Addresses {

    private static final int CHUNK = 1 << 19;
    private static final int FETCHED = 1_000;

    private static final String FORGET = """
            DROP TABLE IF EXISTS pg_temp.import_addresses, pg_temp.import_addresses_before, pg_temp.import_collisions
            """;

    private static final String BEGIN = FORGET + """
            ;
            CREATE TEMPORARY TABLE import_addresses (id bigint NOT NULL, address text COLLATE "C" NOT NULL);
            CREATE TEMPORARY TABLE import_addresses_before (LIKE import_addresses)
            """;

    /** What rows claimed when they were last seen still counts: the others of a group stay refused. */
    private static final String NEXT = """
            DELETE FROM import_addresses_before USING import_addresses
             WHERE import_addresses.id = import_addresses_before.id;
            INSERT INTO import_addresses_before SELECT id, address FROM import_addresses;
            TRUNCATE import_addresses;
            DROP TABLE import_collisions
            """;

    /**
     * All rows of a group, because nobody can say which is the right one; but not with a user of the store who is going to
     * another address in this same import.
     */
    private static final String COLLIDE = """
            ANALYZE import_addresses;
            CREATE TEMPORARY TABLE import_collisions AS
            SELECT id, 'EMAIL' AS of_column,
                   format('its address is also that of row %s of the source',
                          CASE WHEN id = least THEN greatest ELSE least END) AS why
              FROM import_addresses
              JOIN (SELECT address, min(id) AS least, max(id) AS greatest
                      FROM (SELECT id, address
                              FROM import_addresses
                            UNION ALL
                            SELECT id, address
                              FROM import_addresses_before
                             WHERE address IN (SELECT address FROM import_addresses)
                               AND NOT EXISTS (SELECT
                                                 FROM import_addresses AS now
                                                WHERE now.id = import_addresses_before.id)) AS claimed
                     GROUP BY address
                    HAVING count(*) > 1) AS shared USING (address)
            UNION ALL
            SELECT id, 'EMAIL', format('its address is already that of user %s of the store', user_id)
              FROM import_addresses
              JOIN email_reservations USING (address)
             WHERE user_id <> id
               AND NOT EXISTS (SELECT
                                 FROM import_addresses AS moving
                                WHERE moving.id = email_reservations.user_id
                                  AND moving.address <> email_reservations.address)
            UNION ALL
            SELECT id, 'ID', 'the store has given its id to a user of its own'
              FROM import_addresses
              JOIN event_log ON aggregate_id = CAST(id AS text)
             WHERE version = 0
               AND type <> 'user.imported'
            """;

    private static final String COLLISIONS = """
            SELECT DISTINCT ON (id) id, of_column, why
              FROM import_collisions
             ORDER BY id, of_column, why
            """;

    private final Connection connection;
    private final StringBuilder chunk = new StringBuilder(CHUNK + 1_000);

    private Addresses(Connection connection) {
        this.connection = connection;
    }

    static Addresses begin(Connection connection) throws SQLException {
        execute(connection, BEGIN);
        return new Addresses(connection);
    }

    /** For the rows that were updated since. */
    Addresses next() throws SQLException {
        execute(connection, NEXT);
        return this;
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Leaves nothing of them on the connection. */
    static void forget(Connection connection) throws SQLException {
        execute(connection, FORGET);
    }

    void add(long id, String address) {
        // Local parts may not hold a backslash, nor any address a tab: nothing has to be escaped.
        chunk.append(id).append('\t').append(address).append('\n');
        if (chunk.length() > CHUNK) {
            flush();
        }
    }

    private void flush() {
        try {
            connection
                    .unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyIn("COPY import_addresses FROM STDIN", new StringReader(chunk.toString()));
            chunk.setLength(0);
        } catch (IOException | SQLException e) {
            throw new IllegalStateException("the addresses could not be noted", e);
        }
    }

    /** Once all are added. */
    void collide() throws SQLException {
        flush();
        execute(connection, COLLIDE);
    }

    /** Those that collide, in the order of their ids, for one who goes through the source in that order. */
    Collisions collisions() throws SQLException {
        return new Collisions();
    }

    final class Collisions implements AutoCloseable {

        private final PreparedStatement statement;
        private final ResultSet rows;
        private long id;

        private Collisions() throws SQLException {
            connection.setAutoCommit(false);
            statement = connection.prepareStatement(COLLISIONS);
            statement.setFetchSize(FETCHED);
            rows = statement.executeQuery();
            advance();
        }

        private void advance() throws SQLException {
            id = rows.next() ? rows.getLong(1) : Long.MAX_VALUE;
        }

        /** Whether the row collides. To be asked in the order of the ids. */
        boolean has(long sought) {
            try {
                while (id < sought) {
                    advance();
                }
                return id == sought;
            } catch (SQLException e) {
                throw new IllegalStateException("the collisions could not be read", e);
            }
        }

        void forEach(Consumer<Finding> each) throws SQLException {
            for (; id < Long.MAX_VALUE; advance()) {
                each.accept(new Finding(
                        Long.toString(id), Column.valueOf(rows.getString(2)), Finding.Kind.REFUSED, rows.getString(3)));
            }
        }

        @Override
        public void close() throws SQLException {
            statement.close();
            connection.rollback();
            connection.setAutoCommit(true);
        }
    }
}
