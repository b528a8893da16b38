package io.userstore.audit.tree;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Roots and proofs are those of RFC 9162: by what others have published, and by its own text for every small tree. */
class ProofsTest {

    private static final int LARGEST = 300;

    private final TreeHash hash = new TreeHash();
    private final MemoryTree tree = new MemoryTree();
    private final Proofs proofs = new Proofs(tree);

    private List<byte[]> grow(List<byte[]> leaves) {
        List<byte[]> hashes = leaves.stream().map(hash::leaf).toList();
        hashes.forEach(tree::add);
        return hashes;
    }

    private static List<byte[]> leaves() {
        List<byte[]> leaves = new ArrayList<>();
        for (int i = 0; i < LARGEST; i++) {
            leaves.add(("leaf " + i).getBytes(UTF_8));
        }
        return leaves;
    }

    @Test
    void rootsAreThePublishedOnes() {
        grow(PublishedVectors.LEAVES);

        assertThat(proofs.root(0)).isEqualTo(PublishedVectors.EMPTY_ROOT);
        for (int size = 1; size <= PublishedVectors.ROOTS.size(); size++) {
            assertThat(proofs.root(size)).as("of %s", size).isEqualTo(PublishedVectors.ROOTS.get(size - 1));
        }
    }

    @Test
    void inclusionProofsAreThePublishedOnes() {
        List<byte[]> hashes = grow(PublishedVectors.LEAVES);

        for (PublishedVectors.Inclusion published : PublishedVectors.INCLUSIONS) {
            List<byte[]> path = proofs.inclusion(published.index(), published.size());

            assertThat(path.toArray(byte[][]::new))
                    .isDeepEqualTo(published.path().toArray(byte[][]::new));
            assertThat(RfcVerifier.includes(
                            published.index(),
                            published.size(),
                            hashes.get((int) published.index()),
                            published.path(),
                            PublishedVectors.ROOTS.get((int) published.size() - 1)))
                    .isTrue();
        }
    }

    @Test
    void consistencyProofsAreThePublishedOnes() {
        grow(PublishedVectors.LEAVES);

        for (PublishedVectors.Consistency published : PublishedVectors.CONSISTENCIES) {
            assertThat(proofs.consistency(published.from(), published.to()).toArray(byte[][]::new))
                    .isDeepEqualTo(published.path().toArray(byte[][]::new));
        }
    }

    @Test
    void everyLeafOfEveryTreeUpTo300IsProvenToBeWhereItIsAndNowhereElse() {
        List<byte[]> hashes = grow(leaves());

        for (int size = 1; size <= LARGEST; size++) {
            byte[] root = RfcVerifier.root(hashes.subList(0, size));
            assertThat(proofs.root(size)).isEqualTo(root);
            for (int index = 0; index < size; index++) {
                List<byte[]> path = proofs.inclusion(index, size);

                assertThat(path).hasSizeLessThanOrEqualTo(9);
                assertThat(RfcVerifier.includes(index, size, hashes.get(index), path, root))
                        .as("%s of %s", index, size)
                        .isTrue();
                assertThat(RfcVerifier.includes(index, size, hashes.get((index + 1) % LARGEST), path, root))
                        .isFalse();
                assertThat(RfcVerifier.includes(index ^ 1, size, hashes.get(index), path, root))
                        .as("%s as its neighbour of %s", index, size)
                        .isEqualTo(false);
            }
        }
    }

    @Test
    void everyTreeUpTo300IsProvenToBeginWithEverySmallerOne() {
        List<byte[]> hashes = grow(leaves());
        List<byte[]> roots = new ArrayList<>();
        for (int size = 1; size <= LARGEST; size++) {
            roots.add(RfcVerifier.root(hashes.subList(0, size)));
        }

        for (int to = 2; to <= LARGEST; to++) {
            for (int from = 1; from < to; from++) {
                List<byte[]> path = proofs.consistency(from, to);
                byte[] first = roots.get(from - 1);
                byte[] second = roots.get(to - 1);

                assertThat(path).hasSizeLessThanOrEqualTo(10);
                assertThat(RfcVerifier.isConsistent(from, first, to, second, path))
                        .as("from %s to %s", from, to)
                        .isTrue();
                assertThat(RfcVerifier.isConsistent(from, second, to, second, path))
                        .isFalse();
            }
        }
    }

    @Test
    void frontierHasTheRootOfEverySize() {
        List<byte[]> hashes = grow(leaves());
        Frontier frontier = new Frontier(hash, (level, index, root) -> {});

        assertThat(frontier.root()).isEqualTo(PublishedVectors.EMPTY_ROOT);
        for (byte[] leaf : hashes) {
            frontier.add(leaf);
            assertThat(frontier.root()).isEqualTo(proofs.root(frontier.size()));
        }
    }

    @Test
    void thereAreNoProofsBeyondTheTree() {
        assertThatThrownBy(() -> proofs.inclusion(3, 3)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> proofs.inclusion(-1, 3)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> proofs.consistency(0, 3)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> proofs.consistency(4, 3)).isInstanceOf(IllegalArgumentException.class);
    }
}
