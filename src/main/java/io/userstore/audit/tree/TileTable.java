package io.userstore.audit.tree;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.JdbcOperations;

/** The SQL of {@code merkle_tiles}. */
final class TileTable {

    private static final String FIND = "SELECT hashes FROM merkle_tiles WHERE level = ? AND index = ?";

    private static final String FROM = """
            SELECT index, hashes
              FROM merkle_tiles
             WHERE level = ?
               AND index >= ?
             ORDER BY index
             LIMIT ?
            """;

    private static final String LAST = """
            SELECT index, hashes
              FROM merkle_tiles
             WHERE level = 0
             ORDER BY index DESC
             LIMIT 1
            """;

    /** A tile only grows: the other direction would be a mistake, and is left for the tree's own checks to find. */
    private static final String WRITE = """
            INSERT INTO merkle_tiles AS kept (level, index, hashes)
            VALUES (?, ?, ?)
            ON CONFLICT (level, index) DO UPDATE SET hashes = excluded.hashes
             WHERE length(kept.hashes) < length(excluded.hashes)
            """;

    private final JdbcOperations jdbc;

    TileTable(JdbcOperations jdbc) {
        this.jdbc = jdbc;
    }

    Optional<Tile> find(int level, long index) {
        return jdbc.query(FIND, (row, n) -> Tile.stored(level, index, row.getBytes(1)), level, index).stream()
                .findFirst();
    }

    /** In the order of their indices, from that one on; those that are missing are left out. */
    List<Tile> from(int level, long index, int limit) {
        return jdbc.query(FROM, (row, n) -> Tile.stored(level, row.getLong(1), row.getBytes(2)), level, index, limit);
    }

    /**
     * The number of leaves.
     *
     * @throws LogDamaged if the last tile is none
     */
    long size() {
        return jdbc.query(LAST, (row, n) -> Tile.stored(0, row.getLong(1), row.getBytes(2))).stream()
                .findFirst()
                .map(last -> last.index() * Tile.HASHES + last.count())
                .orElse(0L);
    }

    void write(Collection<Tile> tiles) {
        jdbc.batchUpdate(
                WRITE,
                tiles.stream()
                        .map(tile -> new Object[] {tile.level(), tile.index(), tile.stored()})
                        .toList());
    }
}
