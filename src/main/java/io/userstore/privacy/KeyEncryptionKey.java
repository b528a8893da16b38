package io.userstore.privacy;

import java.security.GeneralSecurityException;

/**
 * Wraps data keys, so that the table they are kept in is worth nothing by itself. Whatever fails, be it the way to the
 * key or the check of a tag, is a {@link GeneralSecurityException}; {@link KeyWrapping} tells these apart.
 */
interface KeyEncryptionKey {

    /** @param associated without which the key cannot be unwrapped */
    byte[] wrap(byte[] key, byte[] associated) throws GeneralSecurityException;

    byte[] unwrap(byte[] wrapped, byte[] associated) throws GeneralSecurityException;

    /** Whether the newest version of it has wrapped that. */
    boolean isByNewest(byte[] wrapped);

    /** Looks whether another process has rotated it. */
    void reload();

    /** Makes a new key that wraps from now on; older ones still unwrap. */
    void rotate();

    /**
     * Forgets all versions but the newest.
     *
     * @param newest what the version has wrapped that must be kept
     */
    void dropOlder(byte[] newest);
}
