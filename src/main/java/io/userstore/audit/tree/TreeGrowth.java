package io.userstore.audit.tree;

import io.userstore.eventlog.StoredEvent;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * Takes up events into the tree. The first is the one that the tree ends with: a log that goes on from another one, from a
 * backup that has grown since, is not taken for the same.
 */
final class TreeGrowth implements Consumer<StoredEvent> {

    private final StoredTree tree;
    private final TreeHash hash;
    private final long known;
    private long expected;

    TreeGrowth(StoredTree tree, TreeHash hash) {
        this.tree = tree;
        this.hash = hash;
        this.known = tree.size();
        this.expected = Math.max(known, 1);
        // Nothing else can be asked on the connection by which the events are going to come.
        tree.readEdge();
    }

    @Override
    public void accept(StoredEvent event) {
        if (event.position() != expected) {
            throw missing();
        }
        byte[] leaf = hash.leaf(event.bytes(), event.offset(), event.length());
        if (expected > known) {
            tree.add(leaf);
        } else if (!Arrays.equals(leaf, tree.leaf(known - 1))) {
            throw new LogDamaged("the event at position " + known + " is another one than the tree has");
        }
        expected++;
    }

    void requireEndAt(long position) {
        if (expected != position + 1) {
            throw missing();
        }
    }

    private LogDamaged missing() {
        return new LogDamaged("the event at position " + expected + " is missing");
    }
}
