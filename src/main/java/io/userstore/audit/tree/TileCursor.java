package io.userstore.audit.tree;

import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the tiles of a level from the left to the right, many at once. */
final class TileCursor {

    private static final int AT_ONCE = 64;

    private final TileTable table;
    private final int level;
    private Iterator<Tile> read = List.<Tile>of().iterator();
    private @Nullable Tile current;
    private long nextRead;
    private boolean over;

    TileCursor(TileTable table, int level) {
        this.table = table;
        this.level = level;
    }

    /** The tile of that index, or null if there is none; to be asked for in rising order. */
    @Nullable
    Tile at(long index) {
        Tile tile = current;
        while (tile == null || tile.index() < index) {
            tile = next(index);
            if (tile == null) {
                return null;
            }
            current = tile;
        }
        return tile.index() == index ? tile : null;
    }

    private @Nullable Tile next(long index) {
        if (!read.hasNext() && !over) {
            List<Tile> chunk = table.from(level, Math.max(nextRead, index), AT_ONCE);
            over = chunk.isEmpty();
            if (!over) {
                nextRead = chunk.get(chunk.size() - 1).index() + 1;
            }
            read = chunk.iterator();
        }
        return read.hasNext() ? read.next() : null;
    }
}
