package io.userstore.privacy;

import com.zaxxer.hikari.HikariDataSource;
import io.userstore.eventlog.Parameters.Type;
import io.userstore.eventlog.RoundTrip;
import java.sql.Array;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * The tables of keys, beside the log or in a database of their own, with backups of its own. Beside the log a key is made
 * and destroyed in the transaction of its user's first and last event. In a database of its own it is made before the
 * first, and destroyed after the last is committed.
 */
final class KeyDatabase implements AutoCloseable {

    /** The constraint that no key is stored that an older key-encryption key has wrapped. */
    static final String NEWEST_GENERATION = "data_keys_generation_is_newest";

    private static final String NEWEST = """
            SELECT generation, check_value
              FROM key_generations
             ORDER BY generation DESC
             LIMIT 1
            """;

    /** Nobody inserts a key of the generation before while this is under way. */
    private static final String ADD_GENERATION = """
            INSERT INTO key_generations (generation, check_value)
            SELECT ?, ?
             WHERE (SELECT coalesce(max(generation), 0) FROM key_generations) = ? - 1
            ON CONFLICT (generation) DO NOTHING
            """;

    private static final String FIND = """
            SELECT aggregate_id, wrapped_key
              FROM data_keys
             WHERE aggregate_id = ANY (?)
            """;

    private static final String FIND_WHOLE = """
            SELECT aggregate_id, wrapped_key, generation
              FROM data_keys
             WHERE aggregate_id = ?
               AND wrapped_key IS NOT NULL
            """;

    private static final String INSERT = """
            INSERT INTO data_keys (aggregate_id, wrapped_key, generation)
            SELECT made.aggregate_id, made.wrapped_key, newest.generation
              FROM (SELECT unnest(?) AS aggregate_id, unnest(?) AS wrapped_key, unnest(?) AS generation) AS made
              LEFT JOIN (SELECT max(generation) AS generation FROM key_generations) AS newest
                ON newest.generation = made.generation
            """;

    private static final String INSERT_ONE = """
            INSERT INTO data_keys (aggregate_id, wrapped_key, generation)
            SELECT made.*, (SELECT max(generation) FROM key_generations HAVING max(generation) = ?)
              FROM (SELECT ?, ?) AS made
            ON CONFLICT (aggregate_id) DO NOTHING
            """;

    private static final String DESTROY = """
            UPDATE data_keys
               SET wrapped_key = NULL, erased_at = now()
             WHERE aggregate_id IN (SELECT unnest(?))
               AND wrapped_key IS NOT NULL
            """;

    private static final String NEXT_TO_REWRAP = """
            SELECT aggregate_id, wrapped_key
              FROM data_keys
             WHERE aggregate_id > ?
               AND wrapped_key IS NOT NULL
               AND generation < ?
             ORDER BY aggregate_id
             LIMIT ?
            """;

    /** A key that was destroyed meanwhile stays so. */
    private static final String REWRAP = """
            UPDATE data_keys
               SET wrapped_key = ?, generation = ?
             WHERE aggregate_id = ?
               AND wrapped_key = ?
            """;

    private static final String HAS_ANY = "SELECT EXISTS (SELECT FROM data_keys WHERE aggregate_id <> ?)";

    private static final String SAMPLE = """
            SELECT aggregate_id, wrapped_key, generation
              FROM data_keys
             WHERE wrapped_key IS NOT NULL
             ORDER BY random()
             LIMIT ?
            """;

    private static final String COUNT_OLDER =
            "SELECT count(*) FROM data_keys WHERE wrapped_key IS NOT NULL AND generation < ?";

    /** Any constant will do; it only has to be the same on every node, and another than the append lock's. */
    private static final String ROTATION_LOCK = Long.toString(0x75736572_6b657973L);

    private final JdbcTemplate jdbc;
    private final boolean ofItsOwn;

    /** On tables that are there. */
    KeyDatabase(JdbcTemplate jdbc, boolean ofItsOwn) {
        this.jdbc = jdbc;
        this.ofItsOwn = ofItsOwn;
    }

    /**
     * Makes the tables if need be.
     *
     * @param ofItsOwn whether this is another database than the log's
     */
    static KeyDatabase migrated(JdbcTemplate jdbc, boolean ofItsOwn) {
        migrations(Objects.requireNonNull(jdbc.getDataSource())).migrate();
        return new KeyDatabase(jdbc, ofItsOwn);
    }

    static Flyway migrations(DataSource database) {
        return Flyway.configure()
                .dataSource(database)
                .locations("classpath:db/keys-migration")
                .table("flyway_keys_history")
                // Beside the log the schema is not empty.
                .baselineOnMigrate(true)
                .baselineVersion("0")
                .load();
    }

    /** What a key-encryption key made of {@link KeyWrapping#CHECKED}. */
    record Generation(int number, byte[] checkValue) {}

    Optional<Generation> newestGeneration() {
        return jdbc.query(NEWEST, (row, n) -> new Generation(row.getInt(1), row.getBytes(2))).stream()
                .findFirst();
    }

    /** Unless another process was faster. */
    void addGeneration(Generation next) {
        jdbc.execute((Connection connection) -> {
            boolean autoCommit = connection.getAutoCommit();
            connection.setAutoCommit(false);
            try (var lock = connection.createStatement();
                    var insert = connection.prepareStatement(ADD_GENERATION)) {
                lock.execute("LOCK TABLE data_keys IN SHARE ROW EXCLUSIVE MODE");
                insert.setInt(1, next.number());
                insert.setBytes(2, next.checkValue());
                insert.setInt(3, next.number());
                insert.executeUpdate();
                connection.commit();
                return true;
            } finally {
                connection.rollback();
                connection.setAutoCommit(autoCommit);
            }
        });
    }

    /** The wrapped keys of those streams that have a row; empty where the key was destroyed. */
    Map<String, Optional<byte[]>> find(Collection<String> streams) {
        Map<String, Optional<byte[]>> found = new HashMap<>();
        jdbc.query(FIND, statement -> statement.setArray(1, texts(statement.getConnection(), streams)), row -> {
            found.put(row.getString(1), Optional.ofNullable(row.getBytes(2)));
        });
        return found;
    }

    private static Array texts(Connection connection, Collection<String> texts) throws SQLException {
        return connection.createArrayOf("text", texts.toArray());
    }

    /** The key of one stream that is not destroyed, and the generation of its row. */
    Optional<WrappedKey> findWhole(String stream) {
        return jdbc
                .query(FIND_WHOLE, (row, n) -> new WrappedKey(row.getString(1), row.getBytes(2), row.getInt(3)), stream)
                .stream()
                .findFirst();
    }

    /** Whether keys have to be stored before the events that need them. */
    boolean isOfItsOwn() {
        return ofItsOwn;
    }

    /** With the first events of their users. */
    void insert(List<WrappedKey> keys, RoundTrip writes) {
        if (!ofItsOwn) {
            writes.addRows(
                    INSERT,
                    keys,
                    columns -> columns.add(Type.TEXT, WrappedKey::stream)
                            .add(Type.BYTEA, WrappedKey::bytes)
                            .add(Type.INT4, WrappedKey::generation));
        }
    }

    /**
     * Before the first event of its user.
     *
     * @return false if the stream has a key already: of a user that was lost when the log was restored, or that a kill kept
     *     from being registered
     */
    boolean insert(WrappedKey key) {
        return jdbc.update(INSERT_ONE, key.generation(), key.stream(), key.bytes()) == 1;
    }

    /** That of a user who was not registered after all. */
    void remove(WrappedKey key) {
        jdbc.update("DELETE FROM data_keys WHERE aggregate_id = ? AND wrapped_key = ?", key.stream(), key.bytes());
    }

    /** With the last events of their users, if the keys are beside the log. */
    void destroy(List<String> streams, RoundTrip writes) {
        if (!ofItsOwn) {
            writes.addRows(DESTROY, streams, columns -> columns.add(Type.TEXT, stream -> stream));
        }
    }

    /** Whatever is not destroyed yet of these, all of them erased. */
    void destroy(Collection<String> erased) {
        jdbc.update(DESTROY, statement -> statement.setArray(1, texts(statement.getConnection(), erased)));
    }

    /** Of users. */
    boolean hasAny() {
        return Boolean.TRUE.equals(jdbc.queryForObject(HAS_ANY, Boolean.class, KeptSecret.NAME));
    }

    /** Keys of older generations, in the order of their streams. */
    List<WrappedKey> older(int generation, String afterStream, int limit) {
        return jdbc.query(
                NEXT_TO_REWRAP,
                (row, n) -> new WrappedKey(row.getString(1), row.getBytes(2), generation),
                afterStream,
                generation,
                limit);
    }

    void replace(List<WrappedKey> olds, List<WrappedKey> news) {
        List<Object[]> rows = new ArrayList<>();
        for (int i = 0; i < olds.size(); i++) {
            WrappedKey rewrapped = news.get(i);
            rows.add(new Object[] {
                rewrapped.bytes(),
                rewrapped.generation(),
                rewrapped.stream(),
                olds.get(i).bytes()
            });
        }
        jdbc.batchUpdate(REWRAP, rows);
    }

    /** Does that unless another process is doing it; empty then. */
    <T> Optional<T> alone(Supplier<T> work) {
        return Objects.requireNonNull(jdbc.execute((Connection connection) -> {
            try (Statement statement = connection.createStatement()) {
                if (!holds(statement.executeQuery("SELECT pg_try_advisory_lock(" + ROTATION_LOCK + ")"))) {
                    return Optional.<T>empty();
                }
                try {
                    return Optional.of(work.get());
                } finally {
                    statement.execute("SELECT pg_advisory_unlock(" + ROTATION_LOCK + ")");
                }
            }
        }));
    }

    private static boolean holds(ResultSet answer) throws SQLException {
        return answer.next() && answer.getBoolean(1);
    }

    /** Some of the keys that are there, another time others. */
    List<WrappedKey> sample(int size) {
        return jdbc.query(SAMPLE, (row, n) -> new WrappedKey(row.getString(1), row.getBytes(2), row.getInt(3)), size);
    }

    long countOlder(int generation) {
        Long count = jdbc.queryForObject(COUNT_OLDER, Long.class, generation);
        return count == null ? 0 : count;
    }

    /** Its own pool; the log's is closed by others. */
    @Override
    public void close() {
        if (ofItsOwn && jdbc.getDataSource() instanceof HikariDataSource pool) {
            pool.close();
        }
    }
}
