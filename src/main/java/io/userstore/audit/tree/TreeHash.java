package io.userstore.audit.tree;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Leaves and nodes of RFC 9162, section 2.1.1, with SHA-256. For one thread. */
final class TreeHash {

    static final int BYTES = 32;

    private static final byte LEAF = 0;
    private static final byte NODE = 1;

    private final MessageDigest digest = sha256();

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** The root of the tree without leaves. */
    static byte[] ofNothing() {
        return sha256().digest();
    }

    byte[] leaf(byte[] entry) {
        return leaf(entry, 0, entry.length);
    }

    byte[] leaf(byte[] bytes, int offset, int length) {
        digest.update(LEAF);
        digest.update(bytes, offset, length);
        return digest.digest();
    }

    byte[] node(byte[] left, byte[] right) {
        digest.update(NODE);
        digest.update(left);
        digest.update(right);
        return digest.digest();
    }
}
