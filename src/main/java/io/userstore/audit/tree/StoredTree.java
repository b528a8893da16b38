package io.userstore.audit.tree;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** The tree as its tiles tell, read as they are needed, and growing. For one thread, and for one transaction at most. */
final class StoredTree implements Subtrees {

    private final TileTable table;
    private final TreeHash hash;
    private final Map<Place, Tile> tiles = new HashMap<>();
    private final Set<Tile> grown = new LinkedHashSet<>();
    private long size;

    StoredTree(TileTable table, TreeHash hash) {
        this.table = table;
        this.hash = hash;
        this.size = table.size();
    }

    private record Place(int level, long index) {}

    long size() {
        return size;
    }

    @Override
    public byte[] root(int height, long index) {
        int level = height / Tile.HEIGHT;
        int within = height % Tile.HEIGHT;
        long first = index << within;
        Tile tile = tile(level, first / Tile.HASHES);
        int from = (int) (first % Tile.HASHES);
        if (from + (1 << within) > tile.count()) {
            throw damaged(level, tile.index());
        }
        return tile.root(from, within, hash);
    }

    byte[] leaf(long index) {
        return root(0, index);
    }

    /** Reads what {@link #add} is going to need, and the last leaf: so that it can do without the database. */
    void readEdge() {
        if (size > 0) {
            leaf(size - 1);
        }
        int level = 0;
        for (long hashes = size; hashes > 0; hashes /= Tile.HASHES) {
            if (hashes % Tile.HASHES != 0) {
                tile(level, hashes / Tile.HASHES);
            }
            level++;
        }
    }

    void add(byte[] leafHash) {
        add(0, size, leafHash);
        size++;
    }

    private void add(int level, long index, byte[] root) {
        long tileIndex = index / Tile.HASHES;
        int at = (int) (index % Tile.HASHES);
        Tile tile = at == 0
                ? tiles.computeIfAbsent(new Place(level, tileIndex), place -> new Tile(level, tileIndex))
                : tile(level, tileIndex);
        if (tile.count() != at) {
            throw damaged(level, tileIndex);
        }
        tile.add(root);
        grown.add(tile);
        if (tile.isFull()) {
            add(level + 1, tileIndex, tile.root(0, Tile.HEIGHT, hash));
        }
    }

    private Tile tile(int level, long index) {
        return tiles.computeIfAbsent(
                new Place(level, index), place -> table.find(level, index).orElseThrow(() -> damaged(level, index)));
    }

    private static LogDamaged damaged(int level, long index) {
        return new LogDamaged("the stored tree is damaged: tile " + index + " of level " + level
                + " does not have the hashes it should");
    }

    /** Writes what has grown. */
    void write() {
        table.write(grown);
        grown.clear();
    }
}
