package io.userstore.audit.tree;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Compares what the log gives with the stored tiles. */
final class TileComparison {

    private final TileTable table;
    private final long size;
    private final List<TileCursor> levels = new ArrayList<>();

    /** @param size of the stored tree: what was added to it since may be missing in the log that is read */
    TileComparison(TileTable table, long size) {
        this.table = table;
        this.size = size;
    }

    /** Whether the stored tree is to have that hash. */
    boolean covers(int level, long index) {
        return (index + 1) << (level * Tile.HEIGHT) <= size;
    }

    /** The hash that the tree has in that place, or null if it has none. */
    byte @Nullable [] stored(int level, long index) {
        while (levels.size() <= level) {
            levels.add(new TileCursor(table, levels.size()));
        }
        Tile tile = levels.get(level).at(index / Tile.HASHES);
        int at = (int) (index % Tile.HASHES);
        return tile == null || at >= tile.count() ? null : tile.hash(at);
    }
}
