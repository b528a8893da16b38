package io.userstore.audit.tree;

import java.util.ArrayList;
import java.util.List;

/** Every node of a small tree, by height. */
final class MemoryTree implements Subtrees {

    private final TreeHash hash = new TreeHash();
    private final List<List<byte[]>> nodes = new ArrayList<>(List.of(new ArrayList<>()));

    void add(byte[] leafHash) {
        add(0, leafHash);
    }

    private void add(int height, byte[] root) {
        if (height == nodes.size()) {
            nodes.add(new ArrayList<>());
        }
        List<byte[]> row = nodes.get(height);
        row.add(root);
        int count = row.size();
        if (count % 2 == 0) {
            add(height + 1, hash.node(row.get(count - 2), row.get(count - 1)));
        }
    }

    @Override
    public byte[] root(int height, long index) {
        return nodes.get(height).get(Math.toIntExact(index));
    }
}
