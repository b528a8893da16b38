package io.userstore.audit.tree;

import io.userstore.eventlog.StoredEvents;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;

/** A log with its tree that a superuser tampers with, and that is as it was after each time. */
final class TamperedLog {

    private static final List<String> TABLES = List.of("event_log", "merkle_tiles", "checkpoints");

    private final JdbcTemplate jdbc;
    private final StoredEvents events;
    private final CheckpointSigning signing;
    private final Random random;
    private final long size;

    TamperedLog(JdbcTemplate superuser, StoredEvents events, CheckpointSigning signing, Random random) {
        this.jdbc = superuser;
        this.events = events;
        this.signing = signing;
        this.random = random;
        this.size = events.head();
        TABLES.forEach(table -> jdbc.execute("CREATE TABLE original_" + table + " AS TABLE " + table));
    }

    /** What a tampering must be found as. */
    record Expected(String what, long first, long last) {}

    enum Kind {
        PAYLOAD,
        METADATA,
        TIME,
        TYPE,
        DELETE,
        DELETE_AND_CLOSE_THE_GAP,
        INSERT,
        INSERT_TWICE_THE_SAME_POSITION,
        INSERT_BEFORE_THE_FIRST,
        INSERT_AT_NO_POSITION,
        SWAP,
        TRUNCATE,
        TRUNCATE_LOG_AND_TREE,
        REWRITE_LOG_AND_TREE,
        REWRITE_AND_REMOVE_CHECKPOINTS,
        REWRITE_AND_SIGN_AGAIN,
        REWRITE_AND_SIGN_AGAIN_AT_OTHER_SIZES,
        EDIT_AND_DROP_THE_TREE
    }

    Expected tamper(Kind kind) {
        long at = 1 + random.nextLong(size);
        return switch (kind) {
            case PAYLOAD -> exactly(kind, editJson("payload", at));
            case METADATA -> exactly(kind, editJson("metadata", at));
            case TIME -> exactly(kind, editTime(at));
            case TYPE -> exactly(kind, editType(at));
            case DELETE -> {
                jdbc.update("DELETE FROM event_log WHERE position = ?", at);
                yield exactly(kind, at);
            }
            case DELETE_AND_CLOSE_THE_GAP -> {
                jdbc.update("DELETE FROM event_log WHERE position = ?", at);
                shift(at, -1);
                yield exactly(kind, at);
            }
            case INSERT -> {
                shift(at, 1);
                insert(at);
                yield exactly(kind, at);
            }
            case INSERT_TWICE_THE_SAME_POSITION -> {
                jdbc.execute("ALTER TABLE event_log DROP CONSTRAINT event_log_pkey");
                insert(at);
                yield exactly(kind, at);
            }
            case INSERT_BEFORE_THE_FIRST -> {
                jdbc.execute("ALTER TABLE event_log DROP CONSTRAINT IF EXISTS event_log_position_check");
                long before =
                        List.of(Long.MIN_VALUE, Long.MIN_VALUE + 1, -1L, 0L).get(random.nextInt(4));
                insert(before);
                yield exactly(kind, before);
            }
            case INSERT_AT_NO_POSITION -> {
                jdbc.execute("ALTER TABLE event_log DROP CONSTRAINT event_log_pkey");
                jdbc.execute("ALTER TABLE event_log ALTER COLUMN position DROP NOT NULL");
                insert(null);
                yield exactly(kind, 0);
            }
            case SWAP -> {
                long other = 1 + (at + random.nextLong(size - 1)) % size;
                swap(at, other);
                yield exactly(kind, Math.min(at, other));
            }
            case TRUNCATE -> {
                jdbc.update("DELETE FROM event_log WHERE position >= ?", at);
                yield exactly(kind, at);
            }
            case TRUNCATE_LOG_AND_TREE -> {
                jdbc.update("DELETE FROM event_log WHERE position >= ?", at);
                rebuildTree();
                jdbc.update("DELETE FROM checkpoints WHERE size >= ?", at);
                yield exactly(kind, at);
            }
            case REWRITE_LOG_AND_TREE -> {
                editAny(at);
                rebuildTree();
                long from = signedFrom(at);
                // What only the kept one contradicts, the stored ones do not narrow down.
                yield new Expected(kind + " at " + at, from == size ? 1 : signedBefore(at) + 1, from);
            }
            case REWRITE_AND_REMOVE_CHECKPOINTS -> {
                long before = signedBefore(at);
                editAny(at);
                rebuildTree();
                jdbc.update("DELETE FROM checkpoints WHERE size > ?", before);
                yield new Expected(kind + " at " + at, 1, size);
            }
            case REWRITE_AND_SIGN_AGAIN -> {
                editAny(at);
                rebuildTree();
                signAgain();
                yield new Expected(kind + " at " + at, 1, size);
            }
            case REWRITE_AND_SIGN_AGAIN_AT_OTHER_SIZES -> {
                editAny(at);
                rebuildTree();
                jdbc.update("DELETE FROM checkpoints WHERE size < ?", size);
                sign(random.longs(12, 1, size).distinct().boxed().toList());
                yield new Expected(kind + " at " + at, 1, size);
            }
            case EDIT_AND_DROP_THE_TREE -> {
                editAny(at);
                jdbc.update("DELETE FROM merkle_tiles");
                jdbc.update("DELETE FROM checkpoints");
                yield new Expected(kind + " at " + at, 1, size);
            }
        };
    }

    private static Expected exactly(Kind kind, long position) {
        return new Expected(kind + " at " + position, position, position);
    }

    private long editAny(long at) {
        return switch (random.nextInt(4)) {
            case 0 -> editJson("payload", at);
            case 1 -> editJson("metadata", at);
            case 2 -> editTime(at);
            default -> editType(at);
        };
    }

    /** Another byte in a random place, as long as it is JSON still. */
    private long editJson(String column, long at) {
        String text = Objects.requireNonNull(
                jdbc.queryForObject("SELECT " + column + "::text FROM event_log WHERE position = ?", String.class, at));
        while (true) {
            int place = random.nextInt(text.length());
            char other = (char) (' ' + random.nextInt('~' - ' '));
            String edited = text.substring(0, place) + other + text.substring(place + 1);
            if (other != text.charAt(place)) {
                try {
                    jdbc.update("UPDATE event_log SET " + column + " = ?::json WHERE position = ?", edited, at);
                    return at;
                } catch (DataAccessException e) {
                    // Not JSON any more.
                }
            }
        }
    }

    private long editTime(long at) {
        long micros = (random.nextBoolean() ? 1 : -1) * (1 + random.nextLong(random.nextBoolean() ? 2 : 1_000_000_000));
        jdbc.update(
                "UPDATE event_log SET occurred_at = occurred_at + ? * interval '1 microsecond' WHERE position = ?",
                micros,
                at);
        return at;
    }

    private long editType(long at) {
        jdbc.update(
                "UPDATE event_log SET type = overlay(type PLACING '~' FROM ? FOR 1) WHERE position = ?",
                1 + random.nextInt(4),
                at);
        return at;
    }

    private void shift(long from, int by) {
        jdbc.update("UPDATE event_log SET position = position + 1000000 WHERE position >= ?", from);
        jdbc.update("UPDATE event_log SET position = position - 1000000 + ? WHERE position >= 1000000", by);
    }

    private void insert(@Nullable Long at) {
        jdbc.update("""
                INSERT INTO event_log (position, event_id, type, occurred_at, payload, metadata)
                VALUES (?, gen_random_uuid(), 'test.slipped-in', now(), '{}', '{}')
                """, at);
    }

    private void swap(long one, long other) {
        jdbc.update("UPDATE event_log SET position = 1000000 WHERE position = ?", one);
        jdbc.update("UPDATE event_log SET position = ? WHERE position = ?", one, other);
        jdbc.update("UPDATE event_log SET position = ? WHERE position = 1000000", other);
    }

    private void rebuildTree() {
        jdbc.update("DELETE FROM merkle_tiles");
        tree().write();
    }

    private StoredTree tree() {
        TreeHash hash = new TreeHash();
        StoredTree tree = new StoredTree(new TileTable(jdbc), hash);
        events.read(tree.size(), Long.MAX_VALUE, new TreeGrowth(tree, hash));
        return tree;
    }

    private void signAgain() {
        List<Long> sizes = jdbc.queryForList("SELECT size FROM checkpoints", Long.class);
        jdbc.update("DELETE FROM checkpoints");
        sign(sizes);
    }

    private void sign(List<Long> sizes) {
        Proofs proofs = new Proofs(tree());
        sizes.forEach(signed -> new CheckpointTable(jdbc).add(signing.sign(signed, proofs.root(signed))));
    }

    private long signedBefore(long at) {
        return Objects.requireNonNull(jdbc.queryForObject(
                "SELECT coalesce(max(size), 0) FROM original_checkpoints WHERE size < ?", Long.class, at));
    }

    private long signedFrom(long at) {
        return Objects.requireNonNull(
                jdbc.queryForObject("SELECT min(size) FROM original_checkpoints WHERE size >= ?", Long.class, at));
    }

    void mend() {
        TABLES.forEach(table -> {
            jdbc.execute("TRUNCATE " + table);
            jdbc.execute("INSERT INTO " + table + " TABLE original_" + table);
        });
        jdbc.execute("ALTER TABLE event_log DROP CONSTRAINT IF EXISTS event_log_pkey");
        jdbc.execute("ALTER TABLE event_log ADD CONSTRAINT event_log_pkey PRIMARY KEY (position)");
        jdbc.execute("ALTER TABLE event_log DROP CONSTRAINT IF EXISTS event_log_position_check");
        jdbc.execute("ALTER TABLE event_log ADD CONSTRAINT event_log_position_check CHECK (position > 0)");
    }
}
