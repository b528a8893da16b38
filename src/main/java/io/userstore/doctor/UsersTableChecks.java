package io.userstore.doctor;

import io.userstore.doctor.Check.Found;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.jdbc.core.JdbcOperations;

/** The contract with everyone who reads {@code users} by SQL. */
final class UsersTableChecks {

    private static final String CONTRACT = """
            id bigint NOT NULL
            created_at timestamp without time zone NOT NULL DEFAULT now()
            updated_at timestamp without time zone NOT NULL DEFAULT now()
            deleted_at timestamp without time zone
            email character varying(255) NOT NULL
            password_hash character varying(255) NOT NULL
            name character varying(255) NOT NULL
            target_role character varying(255)
            experience_level experiencelevel
            account_status accountstatus NOT NULL DEFAULT 'PENDING_VERIFICATION'::accountstatus
            failed_login_attempts character varying(10) NOT NULL DEFAULT '0'::character varying
            last_login_at character varying(50)
            """;

    private static final String COLUMNS = """
            SELECT concat_ws(' ', attname, format_type(atttypid, atttypmod),
                                  CASE WHEN attnotnull THEN 'NOT NULL' END,
                                  CASE WHEN attgenerated <> '' THEN 'GENERATED' END,
                                  CASE WHEN attidentity <> '' THEN 'IDENTITY' END,
                                  'DEFAULT ' || pg_get_expr(adbin, adrelid))
              FROM pg_attribute
              LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
             WHERE attrelid = to_regclass('users')
               AND attnum > 0
               AND NOT attisdropped
             ORDER BY attnum
            """;

    /** The kind of {@code users} goes with it: a view or a partitioned table is another thing. */
    private static final String KIND =
            "SELECT concat(relkind, relpersistence) FROM pg_class WHERE oid = to_regclass('users')";

    private static final Map<String, String> INDEXES = Map.of(
            "ix_users_id", "unique on id",
            "ix_users_email", "unique on email",
            "ix_users_target_role", "on target_role");

    private static final String INDEXED = """
            SELECT relname,
                   concat_ws(' ', CASE WHEN indisunique THEN 'unique' END,
                                  CASE WHEN NOT indisvalid THEN 'invalid' END,
                                  CASE WHEN NOT indimmediate THEN 'deferrable' END,
                                  CASE WHEN amname <> 'btree' THEN amname END,
                                  'on',
                                  (SELECT string_agg(pg_get_indexdef(indexrelid, n, true), ', ' ORDER BY n)
                                     FROM generate_series(1, indnatts) AS n),
                                  'where ' || pg_get_expr(indpred, indrelid))
              FROM pg_index
              JOIN pg_class ON pg_class.oid = indexrelid
              JOIN pg_am ON pg_am.oid = relam
             WHERE indrelid = to_regclass('users')
            """;

    private static final String LABELS = """
            SELECT enumlabel
              FROM pg_enum
             WHERE enumtypid = to_regtype(?)
             ORDER BY enumsortorder
            """;

    private static final String ALTER_BACK = "Others than the store's migrations have changed this; ALTER it back.";

    private UsersTableChecks() {}

    static List<Check> all() {
        Set<String> users = Set.of("users");
        return List.of(
                new Check("users columns", users, UsersTableChecks::columns),
                new Check("users indexes", users, UsersTableChecks::indexes),
                new Check(
                        "experiencelevel",
                        Set.of(),
                        jdbc -> labels("experiencelevel", "ENTRY, JUNIOR, MID, SENIOR, LEAD, PRINCIPAL", jdbc)),
                new Check(
                        "accountstatus",
                        Set.of(),
                        jdbc -> labels("accountstatus", "PENDING_VERIFICATION, ACTIVE, SUSPENDED, LOCKED", jdbc)));
    }

    private static Found columns(JdbcOperations jdbc) {
        String kind = jdbc.queryForObject(KIND, String.class);
        if (!"rp".equals(kind)) {
            return Found.bad("users is no ordinary, logged table", ALTER_BACK);
        }
        List<String> expected = CONTRACT.lines().toList();
        List<String> actual = jdbc.queryForList(COLUMNS, String.class);
        if (actual.equals(expected)) {
            return Found.good(expected.size() + " as they should be");
        }
        List<String> missing = new ArrayList<>(expected);
        missing.removeAll(actual);
        List<String> other = new ArrayList<>(actual);
        other.removeAll(expected);
        if (missing.isEmpty() && other.isEmpty()) {
            return Found.bad("in another order: " + String.join("; ", actual), ALTER_BACK);
        }
        return Found.bad(
                (missing.isEmpty() ? "" : "missing: " + String.join("; ", missing))
                        + (missing.isEmpty() || other.isEmpty() ? "" : ". ")
                        + (other.isEmpty() ? "" : "there instead or besides: " + String.join("; ", other)),
                ALTER_BACK);
    }

    private static Found indexes(JdbcOperations jdbc) {
        Map<String, String> actual = new LinkedHashMap<>();
        jdbc.query(INDEXED, row -> {
            actual.put(row.getString(1), row.getString(2));
        });
        List<String> wrong = INDEXES.entrySet().stream()
                .filter(expected -> !expected.getValue().equals(actual.get(expected.getKey())))
                .map(expected -> expected.getKey() + " should be " + expected.getValue() + " and is "
                        + actual.getOrDefault(expected.getKey(), "missing"))
                .sorted()
                .toList();
        return wrong.isEmpty()
                ? Found.good("ix_users_id, ix_users_email and ix_users_target_role are as they should be")
                : Found.bad(String.join("; ", wrong), ALTER_BACK);
    }

    private static Found labels(String type, String expected, JdbcOperations jdbc) {
        List<String> actual = jdbc.queryForList(LABELS, String.class, type);
        if (actual.isEmpty()) {
            return Found.bad("there is no such enum type", "Run schema migrate, or restore a backup.");
        }
        return actual.equals(Arrays.asList(expected.split(", ")))
                ? Found.good(expected)
                : Found.bad(String.join(", ", actual) + " instead of " + expected, ALTER_BACK);
    }
}
