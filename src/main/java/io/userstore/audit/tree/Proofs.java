package io.userstore.audit.tree;

import java.util.ArrayList;
import java.util.List;

/** Roots and proofs of RFC 9162, section 2.1, for any size that the tree has or has had. */
final class Proofs {

    private final Subtrees subtrees;
    private final TreeHash hash = new TreeHash();

    Proofs(Subtrees subtrees) {
        this.subtrees = subtrees;
    }

    /** MTH of the first {@code size} leaves. */
    byte[] root(long size) {
        return size == 0 ? TreeHash.ofNothing() : root(0, size);
    }

    /** PATH(index, D[size]) of section 2.1.3.1, from the leaf upwards. */
    List<byte[]> inclusion(long index, long size) {
        if (index < 0 || index >= size) {
            throw new IllegalArgumentException("no leaf " + index + " among " + size);
        }
        List<byte[]> path = new ArrayList<>();
        path(index, 0, size, path);
        return path;
    }

    private void path(long index, long from, long to, List<byte[]> path) {
        if (to - from == 1) {
            return;
        }
        long middle = from + split(to - from);
        if (index < middle) {
            path(index, from, middle, path);
            path.add(root(middle, to));
        } else {
            path(index, middle, to, path);
            path.add(root(from, middle));
        }
    }

    /** PROOF(from, D[to]) of section 2.1.4.1; empty when both are the same. */
    List<byte[]> consistency(long from, long to) {
        if (from < 1 || from > to) {
            throw new IllegalArgumentException("no proof from " + from + " to " + to);
        }
        List<byte[]> proof = new ArrayList<>();
        subProof(from, 0, to, true, proof);
        return proof;
    }

    /** @param isKnown whether who gets the proof has the root of this subtree already: it is that of the older tree */
    private void subProof(long older, long from, long to, boolean isKnown, List<byte[]> proof) {
        if (older == to) {
            if (!isKnown) {
                proof.add(root(from, to));
            }
            return;
        }
        long middle = from + split(to - from);
        if (older <= middle) {
            subProof(older, from, middle, isKnown, proof);
            proof.add(root(middle, to));
        } else {
            subProof(older, middle, to, false, proof);
            proof.add(root(from, middle));
        }
    }

    /** Over leaves that begin where a perfect subtree of their number does: each split leaves it so. */
    private byte[] root(long from, long to) {
        long leaves = to - from;
        if (Long.bitCount(leaves) == 1) {
            int height = Long.numberOfTrailingZeros(leaves);
            return subtrees.root(height, from >> height);
        }
        long middle = from + split(leaves);
        return hash.node(root(from, middle), root(middle, to));
    }

    /** The largest power of two that is smaller. */
    private static long split(long leaves) {
        return Long.highestOneBit(leaves - 1);
    }
}
