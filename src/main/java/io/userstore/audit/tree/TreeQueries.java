package io.userstore.audit.tree;

import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.axonframework.queryhandling.QueryHandler;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Answers what auditors ask of the tree; a proof reads a handful of tiles, however long the log is. */
@Component
class TreeQueries {

    private final TileTable tiles;
    private final CheckpointTable checkpoints;
    private final CheckpointSigning signing;

    TreeQueries(TileTable tiles, CheckpointTable checkpoints, CheckpointSigning signing) {
        this.tiles = tiles;
        this.checkpoints = checkpoints;
        this.signing = signing;
    }

    @QueryHandler
    Optional<String> handle(FindCheckpoint query) {
        return checkpoints.newest().map(CheckpointTable.Row::note);
    }

    @QueryHandler
    String handle(FindVerifierKey query) {
        return signing.key().toString();
    }

    @QueryHandler
    InclusionProof handle(FindInclusionProof query) {
        StoredTree tree = new StoredTree(tiles, new TreeHash());
        long size = sizeIn(tree, query.size(), "size");
        requireWithin("position", query.position(), size);
        long index = query.position() - 1;
        return new InclusionProof(
                size, index, base64(tree.leaf(index)), base64(new Proofs(tree).inclusion(index, size)));
    }

    @QueryHandler
    ConsistencyProof handle(FindConsistencyProof query) {
        StoredTree tree = new StoredTree(tiles, new TreeHash());
        long to = sizeIn(tree, query.to(), "to");
        requireWithin("from", query.from(), to);
        return new ConsistencyProof(query.from(), to, base64(new Proofs(tree).consistency(query.from(), to)));
    }

    private long sizeIn(StoredTree tree, @Nullable Long asked, String field) {
        if (asked == null) {
            return checkpoints.newest().map(CheckpointTable.Row::size).orElse(0L);
        }
        requireWithin(field, asked, tree.size());
        return asked;
    }

    private static void requireWithin(String field, long number, long most) {
        if (number < 1 || number > most) {
            throw new OutsideTree(field, "must be from 1 to " + Long.toString(most));
        }
    }

    private static List<String> base64(List<byte[]> hashes) {
        return hashes.stream().map(TreeQueries::base64).toList();
    }

    private static String base64(byte[] hash) {
        return Base64.getEncoder().encodeToString(hash);
    }
}
