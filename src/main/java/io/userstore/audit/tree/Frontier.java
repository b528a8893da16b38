package io.userstore.audit.tree;

import java.util.ArrayList;
import java.util.List;

/** The right edge of a growing tree: all that its root needs, and nothing of what lies behind. */
final class Frontier {

    private final TreeHash hash;
    private final List<byte[]> perfect = new ArrayList<>();
    private long size;

    Frontier(TreeHash hash) {
        this.hash = hash;
    }

    long size() {
        return size;
    }

    void add(byte[] leafHash) {
        byte[] root = leafHash;
        // As adding one to a binary number carries: two subtrees of a height are one of the next.
        for (long carry = size; (carry & 1) == 1; carry >>= 1) {
            root = hash.node(perfect.remove(perfect.size() - 1), root);
        }
        perfect.add(root);
        size++;
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
