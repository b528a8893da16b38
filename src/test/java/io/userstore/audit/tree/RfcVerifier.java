package io.userstore.audit.tree;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Checks proofs as RFC 9162 says, step by step and in its names; shares nothing with what makes them. */
final class RfcVerifier {

    private RfcVerifier() {}

    static byte[] hash(int prefix, byte[]... parts) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            sha256.update((byte) prefix);
            for (byte[] part : parts) {
                sha256.update(part);
            }
            return sha256.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    /** MTH of section 2.1.1 over the leaves' hashes. */
    static byte[] root(List<byte[]> leafHashes) {
        int n = leafHashes.size();
        if (n == 1) {
            return leafHashes.get(0);
        }
        int k = 1;
        while (2 * k < n) {
            k = 2 * k;
        }
        return hash(1, root(leafHashes.subList(0, k)), root(leafHashes.subList(k, n)));
    }

    /** Section 2.1.3.2. */
    static boolean includes(long leafIndex, long treeSize, byte[] hash, List<byte[]> inclusionPath, byte[] rootHash) {
        // 1. Compare leaf_index against tree_size.
        if (leafIndex >= treeSize) {
            return false;
        }
        // 2. Set two variables, fn and sn.
        long fn = leafIndex;
        long sn = treeSize - 1;
        // 3. Set r to hash.
        byte[] r = hash;
        // 4. For each value p in the inclusion_path array:
        for (byte[] p : inclusionPath) {
            if (sn == 0) {
                return false;
            }
            if ((fn & 1) == 1 || fn == sn) {
                r = hash(1, p, r);
                if ((fn & 1) == 0) {
                    while ((fn & 1) == 0 && fn != 0) {
                        fn >>= 1;
                        sn >>= 1;
                    }
                }
            } else {
                r = hash(1, r, p);
            }
            fn >>= 1;
            sn >>= 1;
        }
        // 5. Compare sn to 0, and r against the root_hash.
        return sn == 0 && Arrays.equals(r, rootHash);
    }

    /** Section 2.1.4.2. */
    static boolean isConsistent(
            long first, byte[] firstHash, long second, byte[] secondHash, List<byte[]> consistencyPath) {
        // 1. If consistency_path is an empty array, stop and fail.
        if (consistencyPath.isEmpty()) {
            return false;
        }
        // 2. If first is an exact power of 2, prepend first_hash.
        List<byte[]> path = new ArrayList<>(consistencyPath);
        if ((first & (first - 1)) == 0) {
            path.add(0, firstHash);
        }
        // 3. Set two variables, fn and sn.
        long fn = first - 1;
        long sn = second - 1;
        // 4. If LSB(fn) is set, right-shift both equally until it is not.
        while ((fn & 1) == 1) {
            fn >>= 1;
            sn >>= 1;
        }
        // 5. Set fr and sr to the first value.
        byte[] fr = path.get(0);
        byte[] sr = path.get(0);
        // 6. For each subsequent value c:
        for (byte[] c : path.subList(1, path.size())) {
            if (sn == 0) {
                return false;
            }
            if ((fn & 1) == 1 || fn == sn) {
                fr = hash(1, c, fr);
                sr = hash(1, c, sr);
                if ((fn & 1) == 0) {
                    while ((fn & 1) == 0 && fn != 0) {
                        fn >>= 1;
                        sn >>= 1;
                    }
                }
            } else {
                sr = hash(1, sr, c);
            }
            fn >>= 1;
            sn >>= 1;
        }
        // 7. Verify fr, sr and sn.
        return Arrays.equals(fr, firstHash) && Arrays.equals(sr, secondHash) && sn == 0;
    }
}
