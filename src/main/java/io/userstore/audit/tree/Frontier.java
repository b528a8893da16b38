package io.userstore.audit.tree;

import java.util.ArrayList;
import java.util.List;

/** The right edge of a growing tree: all that its root needs, and nothing of what lies behind. */
final class Frontier {

    private final TreeHash hash;
    private final Hashes known;
    private final List<byte[]> perfect;
    private long size;

    /** @param known told of every hash that tiles hold */
    Frontier(TreeHash hash, Hashes known) {
        this(hash, known, List.of(), 0);
    }

    private Frontier(TreeHash hash, Hashes known, List<byte[]> perfect, long size) {
        this.hash = hash;
        this.known = known;
        this.perfect = new ArrayList<>(perfect);
        this.size = size;
    }

    /** Told of hashes as they come to be known. */
    @FunctionalInterface
    interface Hashes {

        /** @param level of the tiles that hold it, the leaves' being 0 */
        void known(int level, long index, byte[] hash);
    }

    /** One that goes on in its own way from here. */
    Frontier fork() {
        return new Frontier(hash, (level, index, root) -> {}, perfect, size);
    }

    long size() {
        return size;
    }

    void add(byte[] leafHash) {
        byte[] root = leafHash;
        int height = 0;
        tell(height, root);
        // As adding one to a binary number carries: two subtrees of a height are one of the next.
        for (long carry = size; (carry & 1) == 1; carry >>= 1) {
            root = hash.node(perfect.remove(perfect.size() - 1), root);
            height++;
            tell(height, root);
        }
        perfect.add(root);
        size++;
    }

    private void tell(int height, byte[] root) {
        if (height % Tile.HEIGHT == 0) {
            known.known(height / Tile.HEIGHT, size >> height, root);
        }
    }

    byte[] root() {
        if (size == 0) {
            return TreeHash.ofNothing();
        }
        byte[] root = perfect.get(perfect.size() - 1);
        for (int i = perfect.size() - 2; i >= 0; i--) {
            root = hash.node(perfect.get(i), root);
        }
        return root;
    }
}
