package io.userstore.audit.tree;

import io.userstore.eventlog.StoredEvents;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Recomputes the tree from the log, in one pass and in bounded memory, and holds it against the stored tree, every stored
 * checkpoint, and one that an auditor has kept.
 */
public final class LogVerification {

    private final StoredEvents events;
    private final TileTable tiles;
    private final CheckpointTable checkpoints;
    private final CheckpointSigning signing;

    LogVerification(StoredEvents events, TileTable tiles, CheckpointTable checkpoints, CheckpointSigning signing) {
        this.events = events;
        this.tiles = tiles;
        this.checkpoints = checkpoints;
        this.signing = signing;
    }

    /** Told how far it is. */
    @FunctionalInterface
    public interface Progress {
        void at(long done, long total);
    }

    private static final class DamageFound extends RuntimeException {}

    /**
     * @param keptNote a checkpoint as the store has once given it
     * @param verifierKey that has signed it and the stored ones; without it, the store's own is asked for
     * @throws InvalidNote if one of these is none
     */
    public Verdict verify(@Nullable String keptNote, @Nullable String verifierKey, Progress progress) {
        VerifierKey key = verifierKey == null ? signing.key() : VerifierKey.parse(verifierKey);
        List<Finding> findings = new ArrayList<>();
        Checkpoint kept = keptNote == null ? null : verified(keptNote, key, findings);
        // First, so that the log, which is read after it, is at least as long.
        long treeSize = treeSize(findings);
        long newest = checkpoints.newest().map(CheckpointTable.Row::size).orElse(0L);
        TreeHash hash = new TreeHash();
        SignedSizes signed = new SignedSizes(checkpoints, key, newest, kept, findings::add);
        LogComparison comparison =
                new LogComparison(new TileComparison(tiles, treeSize), signed, treeSize, hash, findings);
        read(comparison, hash, progress);
        comparison.end();
        signed.end();
        return new Verdict(comparison.size(), comparison.proven(), comparison.checkpoints(), List.copyOf(findings));
    }

    private long treeSize(List<Finding> findings) {
        try {
            return tiles.size();
        } catch (LogDamaged e) {
            findings.add(Finding.at(Finding.Part.TREE, 1, e.getMessage()));
            return 0;
        }
    }

    private static @Nullable Checkpoint verified(String keptNote, VerifierKey key, List<Finding> findings) {
        SignedNote note = SignedNote.parse(keptNote);
        Checkpoint kept = Checkpoint.parse(note.text());
        if (key.name().equals(kept.origin()) && key.hasSigned(note)) {
            // Of nothing nothing can be missing.
            return kept.size() == 0 ? null : kept;
        }
        findings.add(Finding.at(Finding.Part.CHECKPOINT, kept.size(), "the kept checkpoint is not signed by " + key));
        return null;
    }

    private void read(LogComparison comparison, TreeHash hash, Progress progress) {
        long total = events.head();
        HashingThread hashing = new HashingThread(hash, (position, leaf) -> {
            comparison.add(position, leaf);
            if (comparison.isOver()) {
                throw new DamageFound();
            }
        });
        try {
            events.readAll(event -> {
                hashing.accept(event);
                if (event.position() % 4_096 == 0 && event.position() > 0) {
                    progress.at(event.position(), Math.max(total, event.position()));
                }
            });
            hashing.finish();
        } catch (DamageFound e) {
            // The first event that is wrong is what was looked for.
        } finally {
            hashing.stop();
        }
        progress.at(comparison.size(), Math.max(total, comparison.size()));
    }
}
