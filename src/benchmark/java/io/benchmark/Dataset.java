package io.benchmark;

import com.zaxxer.hikari.HikariDataSource;
import io.userstore.privacy.SealedRegistrations;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Fills an empty store's tables by SQL, as commands would have left them: millions of these would take longer than the
 * benchmark.
 */
final class Dataset {

    /**
     * Users with ids beyond {@link #SEALED} are never read from the log; their events and keys are as long as
     * real ones, and nothing else.
     */
    private static final String REGISTERED = """
            INSERT INTO event_log (position, aggregate_type, aggregate_id, version, event_id, type, revision, occurred_at,
                                   payload, metadata)
            SELECT n, 'user', n::text, 0, uuidv7(), 'user.registered', '1', now(),
                   format('{"id":%%1$s,"email":{"sealed":"%%2$96s"},"passwordHash":{"sealed":"%%2$118s"},'
                          '"name":{"sealed":"%%2$52s"},"targetRole":{"sealed":"%%2$60s"},'
                          '"experienceLevel":{"sealed":"%%2$46s"},"accountStatus":"ACTIVE"}', n, '')::json,
                   format('{"correlationId":"%%1$s","causationId":"%%1$s"}', uuidv7())::json
              FROM generate_series(%1$s, %2$s) AS n
            """;

    private static final String DATA_KEYS = """
            INSERT INTO data_keys (aggregate_id, wrapped_key, generation)
            SELECT n::text, decode(repeat('00', 65), 'hex'), 1
              FROM generate_series(%s, %s) AS n
            """;

    /** As many as any part of the benchmark sends commands to. */
    private static final long SEALED = 110_000;

    private static final String USERS = """
            INSERT INTO users (id, created_at, updated_at, email, password_hash, name, target_role, experience_level,
                               account_status)
            SELECT n, now() AT TIME ZONE 'UTC', now() AT TIME ZONE 'UTC', md5(n::text) || '@example.com',
                   '%1$s', '%2$s', '%3$s', '%4$s', 'ACTIVE'
              FROM generate_series(1, %5$s) AS n
            """;

    private static final String RESERVATIONS = """
            INSERT INTO email_reservations (address, user_id)
            SELECT md5(n::text) || '@example.com', n
              FROM generate_series(1, %s) AS n
            """;

    /** Logins, failed and not, one after the other in every stream. */
    private static final String LOGINS = """
            INSERT INTO event_log (position, aggregate_type, aggregate_id, version, event_id, type, revision, occurred_at,
                                   payload, metadata)
            SELECT %3$s + n, 'user', (%1$s + (n - 1) %% %2$s)::text, 1 + (n - 1) / %2$s, uuidv7(),
                   CASE WHEN (n - 1) / %2$s %% 2 = 0 THEN 'user.login-failed' ELSE 'user.login-succeeded' END, '1', now(),
                   CASE WHEN (n - 1) / %2$s %% 2 = 0
                        THEN format('{"id":%%s,"attempts":1}', %1$s + (n - 1) %% %2$s)
                        ELSE format('{"id":%%s}', %1$s + (n - 1) %% %2$s) END::json,
                   format('{"correlationId":"%%1$s","causationId":"%%1$s"}', uuidv7())::json
              FROM generate_series(%4$s, %5$s) AS n
            """;

    private static final String KEYS = """
             FROM pg_constraint
            WHERE conrelid IN ('event_log'::regclass, 'users'::regclass, 'email_reservations'::regclass)
              AND contype IN ('p', 'u')
            """;

    private static final String DROP_KEYS =
            "SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', conrelid::regclass, conname)" + KEYS;

    private static final String ADD_KEYS =
            "SELECT format('ALTER TABLE %s ADD CONSTRAINT %I %s', conrelid::regclass, conname,"
                    + " pg_get_constraintdef(oid))" + KEYS;

    private final Database database;
    private final Path dataFolder;
    private final List<String> keys;
    private long position;

    /** The keys' indexes are built in the end, sorted: row by row they would take as long again as the rows. */
    private Dataset(Database database, Path dataFolder) {
        this.database = database;
        this.dataFolder = dataFolder;
        this.keys = database.query(ADD_KEYS);
        database.execute(database.query(DROP_KEYS));
    }

    /**
     * @param database an empty store's, migrated
     * @param dataFolder of the stores that are going to open it
     */
    static Dataset in(Database database, Path dataFolder) {
        return new Dataset(database, dataFolder);
    }

    /** Users 1 to {@code count}, once, before any logins. */
    Dataset users(long count) {
        return users(count, SEALED);
    }

    /** As {@link #users}, and every one of them can be read from the log. */
    Dataset sealedUsers(long count) {
        return users(count, count);
    }

    private Dataset users(long count, long mostSealed) {
        Object[] values = {
            Users.PASSWORD_HASH, Users.NAME, Users.TARGET_ROLE, Users.EXPERIENCE_LEVEL, Long.toString(count)
        };
        register(count, mostSealed);
        database.executeAtOnce(
                List.of(USERS.formatted(values)),
                List.of(RESERVATIONS.formatted(Long.toString(count)), "SELECT setval('users_id_seq', " + count + ")"));
        position += count;
        return this;
    }

    private void register(long count, long mostSealed) {
        long sealed = Math.min(count, mostSealed);
        try (HikariDataSource pool = database.pool(2)) {
            new SealedRegistrations(new JdbcTemplate(pool), dataFolder).add(1, sealed, Dataset::personal);
        }
        if (sealed < count) {
            String from = Long.toString(sealed + 1);
            String to = Long.toString(count);
            database.executeAtOnce(List.of(REGISTERED.formatted(from, to)), List.of(DATA_KEYS.formatted(from, to)));
        }
    }

    private static Map<String, String> personal(long id) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("email", Users.email(id));
        fields.put("passwordHash", Users.PASSWORD_HASH);
        fields.put("name", Users.NAME);
        fields.put("targetRole", Users.TARGET_ROLE);
        fields.put("experienceLevel", Users.EXPERIENCE_LEVEL);
        return fields;
    }

    /** So many logins in all for the users from {@code first} on, the same number for each. */
    Dataset logins(long first, long users, long count) {
        database.executeAtOnce(
                List.of(logins(first, users, 1, count / 2)), List.of(logins(first, users, count / 2 + 1, count)));
        position += count;
        return this;
    }

    private String logins(long first, long users, long from, long to) {
        return LOGINS.formatted(
                Long.toString(first),
                Long.toString(users),
                Long.toString(position),
                Long.toString(from),
                Long.toString(to));
    }

    /** To be called in the end. Leaves nothing to be done later, for which the first to be measured would pay. */
    void settle() {
        database.execute(Stream.concat(Stream.of("SET maintenance_work_mem = '512MB'"), keys.stream())
                .toList());
        database.execute(List.of("VACUUM ANALYZE", "CHECKPOINT"));
    }
}
