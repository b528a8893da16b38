package io.userstore.audit.tree;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Holds a log, event by event, against its stored tree and against what was signed. For one thread. */
final class LogComparison {

    private final TileComparison tiles;
    private final SignedSizes signed;
    private final List<Finding> findings;
    private final Frontier log;
    private final long treeSize;

    /** The tree as it is stored, from where it first differs from the log. */
    private @Nullable Frontier stored;

    private long suspect;
    private boolean treeIsDamaged;
    private boolean logIsDamaged;
    private long proven;
    private long checkpoints;

    LogComparison(TileComparison tiles, SignedSizes signed, long treeSize, TreeHash hash, List<Finding> findings) {
        this.tiles = tiles;
        this.signed = signed;
        this.treeSize = treeSize;
        this.findings = findings;
        this.log = new Frontier(hash, this::compare);
    }

    long size() {
        return log.size();
    }

    /** Of the events that a signed checkpoint covers and proves. */
    long proven() {
        return proven;
    }

    /** Stored ones that the log agrees with. */
    long checkpoints() {
        return checkpoints;
    }

    /** Whether there is nothing more to be learnt of the log. */
    boolean isOver() {
        return logIsDamaged;
    }

    void add(long position, byte[] leafHash) {
        long expected = log.size() + 1;
        if (position != expected) {
            if (!reportSuspect()) {
                damaged(
                        Math.min(position, expected),
                        position > expected
                                ? "the event at position " + expected + " was removed; the next one is at " + position
                                : position > 0
                                        ? "an event was inserted at position " + position
                                        : "an event was inserted at no position, or at " + position
                                                + ", before the first");
            }
            return;
        }
        log.add(leafHash);
        for (SignedSizes.Signed next = signed.peek();
                next != null && next.size() <= log.size() && !logIsDamaged;
                next = signed.peek()) {
            signed.take(next);
            compare(next);
        }
    }

    private void compare(int level, long index, byte[] hash) {
        if (treeIsDamaged || !tiles.covers(level, index)) {
            return;
        }
        try {
            compareWithTile(level, index, hash);
        } catch (LogDamaged e) {
            treeIsDamaged = true;
            findings.add(Finding.at(Finding.Part.TREE, (index << (level * Tile.HEIGHT)) + 1, e.getMessage()));
        }
    }

    private void compareWithTile(int level, long index, byte[] hash) {
        Frontier other = stored;
        if (other != null) {
            if (level == 0) {
                byte[] leaf = tiles.stored(level, index);
                other.add(leaf == null ? hash : leaf);
            }
            return;
        }
        byte[] inTree = tiles.stored(level, index);
        if (inTree == null) {
            treeDamaged(index << (level * Tile.HEIGHT), "lacks a hash");
        } else if (!Arrays.equals(inTree, hash) && level == 0) {
            suspect = index + 1;
            stored = log.fork();
            stored.add(inTree);
        } else if (!Arrays.equals(inTree, hash)) {
            treeDamaged(index << (level * Tile.HEIGHT), "has another hash than its own leaves give");
        }
    }

    private void treeDamaged(long leaf, String how) {
        treeIsDamaged = true;
        findings.add(Finding.at(
                Finding.Part.TREE, leaf + 1, "the stored tree " + how + ", in the tile over position " + (leaf + 1)));
    }

    private void compare(SignedSizes.Signed checkpoint) {
        if (Arrays.equals(log.root(), checkpoint.root())) {
            proven = checkpoint.size();
            checkpoints += checkpoint.isKept() ? 0 : 1;
            if (suspect > 0) {
                treeDamaged(
                        suspect - 1,
                        "has another leaf than the log, which agrees with the signed checkpoint of size "
                                + checkpoint.size());
                suspect = 0;
                stored = null;
            }
            return;
        }
        String against =
                "against the " + (checkpoint.isKept() ? "kept" : "stored") + " checkpoint of size " + checkpoint.size();
        Frontier original = stored;
        if (original != null
                && original.size() == checkpoint.size()
                && Arrays.equals(original.root(), checkpoint.root())) {
            damaged(
                    suspect,
                    "the event at position " + suspect + " is not the one that was signed (changed, replaced or"
                            + " moved), " + against);
        } else if (checkpoint.isKept()) {
            // Stored checkpoints that the log agrees with narrow nothing down: whoever rewrote it may have signed them.
            damaged(
                    1,
                    checkpoint.size(),
                    "an event up to position " + checkpoint.size() + " is not the one that was signed, " + against
                            + "; the tree was rewritten, too");
        } else {
            damaged(
                    proven + 1,
                    checkpoint.size(),
                    "an event between positions " + (proven + 1) + " and " + checkpoint.size()
                            + " is not the one that was signed; the tree was rewritten, too, " + against
                            + " (if whoever did so could sign, the range tells nothing)");
        }
    }

    /** After the last event. */
    void end() {
        if (logIsDamaged || reportSuspect()) {
            return;
        }
        SignedSizes.Signed more = signed.peek();
        long end = log.size();
        if (more != null) {
            damaged(
                    end + 1,
                    "the log was cut off: it ends with position " + end + ", and the "
                            + (more.isKept() ? "kept" : "stored") + " checkpoint was signed over " + more.size()
                            + " events");
        } else if (treeSize > end) {
            damaged(
                    end + 1,
                    "the log ends with position " + end + ", and its tree with " + treeSize
                            + ": one was cut off or the other extended, and no signed checkpoint tells which");
        }
    }

    private boolean reportSuspect() {
        if (suspect > 0) {
            damaged(suspect, "the event at position " + suspect + " is not the one that the stored tree has");
        }
        return suspect > 0;
    }

    private void damaged(long position, String message) {
        damaged(position, position, message);
    }

    private void damaged(long first, long last, String message) {
        logIsDamaged = true;
        findings.add(0, new Finding(Finding.Part.LOG, first, last, message));
    }
}
