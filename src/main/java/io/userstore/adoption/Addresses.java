package io.userstore.adoption;

import java.io.IOException;
import java.io.StringReader;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/**
 * The addresses that the rows of the source are going to claim, and which of them collide: in a temporary table of the
 * store's database, so that there may be any number of them.
 */
final class Addresses {

    private static final int CHUNK = 1 << 19;
    private static final int FETCHED = 1_000;

    private static final String FORGET = "DROP TABLE IF EXISTS pg_temp.import_addresses, pg_temp.import_collisions";

    private static final String BEGIN = FORGET + """
            ;
            CREATE TEMPORARY TABLE import_addresses (id bigint NOT NULL, address text COLLATE "C" NOT NULL)
            """;

    /**
     * All rows of a group, because nobody can say which is the right one; but not with a user of the store who is going to
     * another address in this same import.
     */
    private static final String COLLIDE = """
            ANALYZE import_addresses;
            CREATE TEMPORARY TABLE import_collisions AS
            SELECT id, format('its address is also that of row %s of the source',
                              CASE WHEN id = least THEN greatest ELSE least END) AS why
              FROM import_addresses
              JOIN (SELECT address, min(id) AS least, max(id) AS greatest
                      FROM import_addresses
                     GROUP BY address
                    HAVING count(*) > 1) AS shared USING (address)
            UNION ALL
            SELECT id, format('its address is already that of user %s of the store', user_id)
              FROM import_addresses
              JOIN email_reservations USING (address)
             WHERE user_id <> id
               AND NOT EXISTS (SELECT
                                 FROM import_addresses AS moving
                                WHERE moving.id = email_reservations.user_id
                                  AND moving.address <> email_reservations.address)
            """;

    private static final String COLLISIONS = """
            SELECT id, min(why)
              FROM import_collisions
             GROUP BY id
             ORDER BY id
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

        /** Why the row collides; null if it does not. To be asked in the order of the ids. */
        @Nullable
        String of(long sought) {
            try {
                while (id < sought) {
                    advance();
                }
                return id == sought ? rows.getString(2) : null;
            } catch (SQLException e) {
                throw new IllegalStateException("the collisions could not be read", e);
            }
        }

        void forEach(BiConsumer<Long, String> each) throws SQLException {
            for (; id < Long.MAX_VALUE; advance()) {
                each.accept(id, rows.getString(2));
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
