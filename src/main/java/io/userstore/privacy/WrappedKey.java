package io.userstore.privacy;

/**
 * A data key as it is kept.
 *
 * @param bytes as the key-encryption key made them
 * @param generation of that key-encryption key
 */
record WrappedKey(String stream, byte[] bytes, int generation) {}
