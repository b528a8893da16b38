package io.userstore.audit.verifier;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The root of RFC 9162, section 2.1.2: a stack of hashes; after leaf number n, from 0, as many are merged as n has ones at its
 * end, and at the last all that are left.
 */
final class TreeHead {

    private final MessageDigest sha256;
    private final Deque<byte[]> stack = new ArrayDeque<>();
    private long leaves;

    TreeHead() {
        try {
            sha256 = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    long leaves() {
        return leaves;
    }

    void push(byte[] leafHash) {
        stack.push(leafHash);
        for (int merges = Long.numberOfTrailingZeros(~leaves); merges > 0; merges--) {
            merge();
        }
        leaves++;
    }

    private void merge() {
        byte[] right = stack.pop();
        byte[] left = stack.pop();
        sha256.update((byte) 0x01);
        sha256.update(left);
        stack.push(sha256.digest(right));
    }

    /** Once, after the last leaf. */
    byte[] root() {
        if (stack.isEmpty()) {
            return sha256.digest();
        }
        while (stack.size() > 1) {
            merge();
        }
        return stack.pop();
    }
}
