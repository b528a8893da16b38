package io.userstore.doctor;

import io.userstore.doctor.Check.Found;
import io.userstore.eventlog.RunningNodes;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcOperations;

/** What follows the log on its own: how far it has come. Behind is a fault only if a node runs that could go on. */
final class ConsumerChecks {

    private static final String HEAD = "SELECT coalesce(max(position), 0) FROM event_log";

    /** Since when the first event waits that was not taken up: as of the snapshot, whenever that was. */
    private static final String WAITING = """
            SELECT greatest(extract(epoch FROM now() - occurred_at), 0)
              FROM event_log
             WHERE position > ?
             ORDER BY position
             LIMIT 1
            """;

    private static final String TREE = """
            SELECT coalesce((SELECT index * 256 + length(hashes) / 32
                               FROM merkle_tiles
                              WHERE level = 0
                              ORDER BY index DESC
                              LIMIT 1), 0)
            """;

    private static final String CHECKPOINT = "SELECT coalesce(max(size), 0) FROM checkpoints";

    /** A token says where it is last. Those without a position are not of processors. */
    private static final String TOKENS = """
            SELECT concat(processor_name, ' ', segment), position, processor_name,
                   CASE WHEN claimed_at ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]{8,}Z$'
                        THEN claimed_at::timestamptz < now() - interval '1 minute'
                   END AS left_alone
              FROM tracking_tokens,
                   CAST(substring(convert_from(token, 'UTF8') from '.*"globalIndex" *: *(-?[0-9]+)') AS bigint) AS position
             WHERE position IS NOT NULL
             ORDER BY processor_name, segment
            """;

    private static final String SEE_THE_NODES =
            "See what the nodes log of it; one of them has to serve for it to go on.";

    /** Of no others: who has no token begins anew, and for the signed tree that is not thought of. */
    private static final String OF_THE_RELAY = "kafka ";

    private static final String LEFT_ALONE =
            "No node has taken it for a minute. If that is because this relay to Kafka is not configured any more, forget it:"
                    + " DELETE FROM tracking_tokens WHERE processor_name = '%s'. Of a relay in use that would deliver the"
                    + " whole log again: see what the nodes log of it.";

    private final Duration bound;

    /** @param bound of how long an event may wait */
    ConsumerChecks(Duration bound) {
        this.bound = bound;
    }

    List<Check> all() {
        return List.of(
                new Check(
                        "merkle tree",
                        Set.of("event_log", "merkle_tiles"),
                        jdbc -> place("the tree", Numbers.of(TREE, jdbc), SEE_THE_NODES, jdbc)),
                new Check(
                        "checkpoints",
                        Set.of("event_log", "checkpoints"),
                        jdbc -> place("the newest", Numbers.of(CHECKPOINT, jdbc), SEE_THE_NODES, jdbc)),
                new Check("tracking tokens", Set.of("event_log", "tracking_tokens"), this::tokens));
    }

    private Found tokens(JdbcOperations jdbc) {
        List<Found> found = jdbc.query(
                TOKENS,
                (row, n) -> place(
                        row.getString(1),
                        Math.max(0, row.getLong(2)),
                        advice(row.getString(3), row.getBoolean(4)),
                        jdbc));
        return found.stream()
                .filter(each -> !each.ok())
                .findFirst()
                .orElse(Found.good(
                        found.isEmpty()
                                ? "none"
                                : String.join(
                                        ", ", found.stream().map(Found::text).toList())));
    }

    private static String advice(String processor, boolean leftAlone) {
        return leftAlone && processor.startsWith(OF_THE_RELAY)
                ? LEFT_ALONE.formatted(processor.replace("'", "''"))
                : SEE_THE_NODES;
    }

    private Found place(String what, long position, String advice, JdbcOperations jdbc) {
        long head = Numbers.of(HEAD, jdbc);
        if (position > head) {
            return Found.bad(
                    what + " is at " + position + ", and the log ends at " + head,
                    "Events were cut off, or an older log was restored: run verify-log.");
        }
        if (position == head) {
            return Found.good(what + " is at the log's end, " + head);
        }
        BigDecimal seconds = Objects.requireNonNull(jdbc.queryForObject(WAITING, BigDecimal.class, position));
        boolean running = !Objects.requireNonNull(jdbc.execute((ConnectionCallback<List<String>>) RunningNodes::on))
                .isEmpty();
        String behind = what + " is at " + position + " of " + head + ", and the next event waits since "
                + seconds.setScale(0, RoundingMode.HALF_UP).toPlainString() + " s";
        if (running && seconds.compareTo(BigDecimal.valueOf(bound.toSeconds())) > 0) {
            return Found.bad(behind, advice);
        }
        return Found.good(running ? behind : behind + ", for a node that serves");
    }
}
