package io.userstore.doctor;

import io.userstore.doctor.Check.Found;
import java.util.List;
import java.util.Set;
import org.springframework.jdbc.core.JdbcOperations;

/** The log's numbers, and what is derived from it in the same transactions. */
final class LogChecks {

    private static final String COUNT = "SELECT count(*) FROM event_log";
    private static final String HEAD = "SELECT coalesce(max(position), 0) FROM event_log";

    private static final String FIRST_MISSING = """
            SELECT coalesce(min(number), 0)
              FROM (SELECT position, row_number() OVER (ORDER BY position) AS number FROM event_log) AS events
             WHERE position <> number
            """;

    private static final String BROKEN_STREAMS = """
            SELECT aggregate_id
              FROM event_log
             WHERE aggregate_id IS NOT NULL
             GROUP BY aggregate_id
            HAVING min(version) <> 0 OR max(version) <> count(*) - 1
             ORDER BY aggregate_id
            """;

    private static final String USERS_AMISS = """
            WITH registered AS (SELECT aggregate_id::bigint AS id
                                  FROM event_log
                                 WHERE version = 0
                                   AND aggregate_type = 'user')
            SELECT concat(coalesce(registered.id, users.id), CASE WHEN users.id IS NULL THEN ' missing' ELSE ' extra' END)
              FROM registered
              FULL JOIN users ON users.id = registered.id
             WHERE users.id IS NULL
                OR registered.id IS NULL
             ORDER BY coalesce(registered.id, users.id)
            """;

    /** Addresses are ASCII. The row of an erased user has a stand-in, which is not reserved. */
    private static final String RESERVATIONS_AMISS = """
            WITH holder AS (SELECT id, lower(email COLLATE "C") AS address
                              FROM users
                             WHERE email <> concat('erased-', id, '@erased.invalid'))
            SELECT concat(coalesce(holder.id, user_id),
                          CASE WHEN user_id IS NULL THEN ' missing' WHEN holder.id IS NULL THEN ' extra' ELSE ' other' END)
              FROM holder
              FULL JOIN email_reservations ON user_id = holder.id
             WHERE holder.address COLLATE "C" IS DISTINCT FROM email_reservations.address COLLATE "C"
             ORDER BY coalesce(holder.id, user_id)
            """;

    private static final String REBUILD = "Run rebuild --dry-run to see every difference, and rebuild to mend them.";

    private LogChecks() {}

    static List<Check> all() {
        Set<String> log = Set.of("event_log");
        return List.of(
                new Check("log positions", log, LogChecks::positions),
                new Check("log versions", log, LogChecks::versions),
                new Check(
                        "users rows",
                        Set.of("event_log", "users"),
                        jdbc -> derived(USERS_AMISS, "one for each registered user", jdbc)),
                new Check(
                        "reservations",
                        Set.of("users", "email_reservations"),
                        jdbc -> derived(RESERVATIONS_AMISS, "equal to the users' addresses", jdbc)));
    }

    private static Found positions(JdbcOperations jdbc) {
        long count = Numbers.of(COUNT, jdbc);
        long head = Numbers.of(HEAD, jdbc);
        long missing = Numbers.of(FIRST_MISSING, jdbc);
        return missing == 0 && count == head
                ? Found.good(count == 0 ? "no events yet" : count + " events at 1 to " + head)
                : Found.bad(
                        count + " events, the last at " + head + "; the one at " + missing + " is missing",
                        "Somebody has changed the log behind the store's back, or restored half of it: run verify-log, and"
                                + " restore a backup.");
    }

    private static Found versions(JdbcOperations jdbc) {
        Amiss broken = Amiss.of(BROKEN_STREAMS, jdbc);
        return broken.count() == 0
                ? Found.good("without gaps in every stream")
                : Found.bad(
                        broken + " with gaps",
                        "Somebody has changed the log behind the store's back: run verify-log, and restore a backup.");
    }

    private static Found derived(String sql, String good, JdbcOperations jdbc) {
        Amiss amiss = Amiss.of(sql, jdbc);
        return amiss.count() == 0 ? Found.good(good) : Found.bad(amiss.toString(), REBUILD);
    }
}
