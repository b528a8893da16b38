package io.userstore.audit.tree;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The checkpoints that a log is held against, in the order of their sizes: the stored ones and the one that was kept. */
final class SignedSizes {

    private static final int AT_ONCE = 1_000;

    /** There can be millions. */
    private static final int NAMED = 10;

    private final CheckpointTable table;
    private final VerifierKey key;
    private final long newest;
    private final Consumer<Finding> findings;
    private final Deque<Signed> read = new ArrayDeque<>();
    private @Nullable Checkpoint kept;
    private long readUpTo;
    private long unsound;
    private boolean over;

    /**
     * @param newest size of a stored checkpoint that counts
     * @param kept not stored here, its signature verified already
     */
    SignedSizes(
            CheckpointTable table,
            VerifierKey key,
            long newest,
            @Nullable Checkpoint kept,
            Consumer<Finding> findings) {
        this.table = table;
        this.key = key;
        this.newest = newest;
        this.kept = kept;
        this.findings = findings;
    }

    /** @param isKept whether by the auditor, and not by the store */
    record Signed(long size, byte[] root, boolean isKept) {}

    /** The smallest that was not taken yet, or null. */
    @Nullable
    Signed peek() {
        readMore();
        Signed stored = read.peek();
        Checkpoint other = kept;
        return other != null && (stored == null || other.size() <= stored.size())
                ? new Signed(other.size(), other.root(), true)
                : stored;
    }

    void take(Signed taken) {
        if (taken.isKept()) {
            kept = null;
        } else {
            read.remove();
        }
    }

    /** After the last one that is needed: tells of those that were not named one by one. */
    void end() {
        if (unsound > NAMED) {
            findings.accept(Finding.at(
                    Finding.Part.CHECKPOINT,
                    readUpTo,
                    (unsound - NAMED) + " more stored checkpoints are not as they were signed"));
        }
    }

    private void readMore() {
        while (read.isEmpty() && !over) {
            List<CheckpointTable.Row> rows = table.after(readUpTo, AT_ONCE);
            for (CheckpointTable.Row row : rows) {
                readUpTo = row.size();
                if (row.size() > newest) {
                    break;
                }
                Optional<Checkpoint> said = row.verified(key);
                if (said.isPresent()) {
                    read.add(new Signed(row.size(), said.get().root(), false));
                } else if (++unsound <= NAMED) {
                    findings.accept(Finding.at(
                            Finding.Part.CHECKPOINT,
                            row.size(),
                            "the stored checkpoint of size " + row.size() + " is not as it was signed"));
                }
            }
            over = rows.isEmpty() || readUpTo >= newest;
        }
    }
}
