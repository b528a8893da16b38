package io.userstore.audit.tree;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What was signed binds what is signed next: a tree that was rewritten since is not signed again. The table can be emptied by
 * whoever rewrites the tree, so the newest is remembered, too, as long as the node runs.
 */
final class SignedBefore {

    private final CheckpointTable checkpoints;
    private final CheckpointSigning signing;
    private @Nullable Checkpoint remembered;

    SignedBefore(CheckpointTable checkpoints, CheckpointSigning signing) {
        this.checkpoints = checkpoints;
        this.signing = signing;
    }

    /**
     * @param isWhole whether the tree has caught up with the log; else, as one that is being built anew, it may be behind what
     *     was signed
     * @throws LogDamaged unless the tree goes on from what was signed
     */
    void requireIn(StoredTree tree, boolean isWhole) {
        CheckpointTable.Row newest = checkpoints.newest().orElse(null);
        if (isWhole && newest != null) {
            requireReached(newest.size(), tree);
        }
        Checkpoint last = remembered;
        if (last != null && last.size() <= tree.size()) {
            requireRoot(last, tree);
        } else if (last != null && isWhole) {
            requireReached(last.size(), tree);
        }
        CheckpointTable.Row stored = checkpoints.newestUpTo(tree.size()).orElse(null);
        if (stored != null) {
            Checkpoint said = stored.verified(signing.key())
                    .orElseThrow(() -> new LogDamaged(
                            "the stored checkpoint of size " + stored.size() + " is not as it was signed"));
            requireRoot(said, tree);
            remember(said);
        }
    }

    private static void requireReached(long signed, StoredTree tree) {
        if (signed > tree.size()) {
            throw new LogDamaged("the tree has " + tree.size() + " events, and " + signed + " were signed already");
        }
    }

    private static void requireRoot(Checkpoint signed, StoredTree tree) {
        if (!Arrays.equals(signed.root(), new Proofs(tree).root(signed.size()))) {
            throw new LogDamaged("the first " + signed.size() + " events are not those that were signed");
        }
    }

    private void remember(Checkpoint signed) {
        Checkpoint last = remembered;
        if (last == null || last.size() <= signed.size()) {
            remembered = signed;
        }
    }

    /** Signs the tree, unless that was done before it was built anew: what is in it was then {@link #requireIn required}. */
    void sign(StoredTree tree) {
        if (checkpoints.newestUpTo(tree.size()).stream().anyMatch(stored -> stored.size() == tree.size())) {
            return;
        }
        byte[] root = new Proofs(tree).root(tree.size());
        checkpoints.add(signing.sign(tree.size(), root));
        remember(new Checkpoint(signing.key().name(), tree.size(), root));
    }
}
