package io.userstore.audit.tree;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Up to 256 hashes of a tree, as in C2SP tlog-tiles: level 0 holds leaves, level n + 1 the roots of full tiles of level n.
 * Only ever grows.
 */
final class Tile {

    static final int HASHES = 256;

    /** How many heights of the tree a level stands for. */
    static final int HEIGHT = 8;

    /** So that the number of leaves, too, is a long. */
    private static final long LAST = Long.MAX_VALUE / HASHES - 1;

    private final int level;
    private final long index;
    private final byte[] hashes = new byte[HASHES * TreeHash.BYTES];
    private int count;

    Tile(int level, long index) {
        this.level = level;
        this.index = index;
    }

    /**
     * As it was stored.
     *
     * @throws LogDamaged if no tree has such a one: a superuser can get round the table's checks
     */
    static Tile stored(int level, long index, byte @Nullable [] stored) {
        if (index < 0
                || index > LAST
                || stored == null
                || stored.length == 0
                || stored.length > HASHES * TreeHash.BYTES
                || stored.length % TreeHash.BYTES != 0) {
            throw new LogDamaged("the stored tree is damaged: tile " + index + " of level " + level + " is none");
        }
        Tile tile = new Tile(level, index);
        System.arraycopy(stored, 0, tile.hashes, 0, stored.length);
        tile.count = stored.length / TreeHash.BYTES;
        return tile;
    }

    int level() {
        return level;
    }

    long index() {
        return index;
    }

    int count() {
        return count;
    }

    void add(byte[] hash) {
        System.arraycopy(hash, 0, hashes, count * TreeHash.BYTES, TreeHash.BYTES);
        count++;
    }

    boolean isFull() {
        return count == HASHES;
    }

    byte[] hash(int at) {
        return Arrays.copyOfRange(hashes, at * TreeHash.BYTES, (at + 1) * TreeHash.BYTES);
    }

    boolean hasAt(int at, byte[] hash) {
        int from = at * TreeHash.BYTES;
        return at < count && Arrays.equals(hashes, from, from + TreeHash.BYTES, hash, 0, TreeHash.BYTES);
    }

    byte[] stored() {
        return Arrays.copyOf(hashes, count * TreeHash.BYTES);
    }

    /** The root over 2<sup>height</sup> of its hashes, from that one on. */
    byte[] root(int from, int height, TreeHash hash) {
        if (height == 0) {
            return hash(from);
        }
        int half = 1 << (height - 1);
        return hash.node(root(from, height - 1, hash), root(from + half, height - 1, hash));
    }
}
