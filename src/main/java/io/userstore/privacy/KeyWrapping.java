package io.userstore.privacy;

import io.userstore.eventlog.ConstraintMeaning;
import io.userstore.eventlog.LogUnavailable;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Optional;
import org.axonframework.modelling.command.ConcurrencyException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/**
 * Wraps and unwraps data keys, and tells a key-encryption key that is out of reach, or is not the one that the keys were
 * wrapped by, from a wrapped key that was tampered with: the former cannot unwrap the check value either.
 */
final class KeyWrapping implements ConstraintMeaning {

    /** What every key-encryption key has wrapped once. */
    static final byte[] CHECKED = new byte[DataKey.BYTES];

    /** A service may fail in between: only a key that does not verify fails as often as this, each time beside a good one. */
    private static final int ATTEMPTS = 3;

    private static final Logger log = LoggerFactory.getLogger(KeyWrapping.class);

    private final KeyDatabase database;
    private final KeyEncryptionKey keyEncryptionKey;
    private volatile int generation;

    private KeyWrapping(KeyDatabase database, KeyEncryptionKey keyEncryptionKey) {
        this.database = database;
        this.keyEncryptionKey = keyEncryptionKey;
    }

    /** @throws KeysUnusable if the key-encryption key is not the one of this database, or out of reach */
    static KeyWrapping of(KeyDatabase database, KeyEncryptionKey keyEncryptionKey) {
        KeyWrapping wrapping = new KeyWrapping(database, keyEncryptionKey);
        try {
            if (database.newestGeneration().isEmpty()) {
                wrapping.addGeneration(1);
            }
            wrapping.adoptNewest();
            return wrapping;
        } catch (GeneralSecurityException e) {
            throw new KeysUnusable(
                    "The key-encryption key cannot unwrap the data keys of this database: " + e.getMessage(),
                    "Give the store the key-encryption key that it had (userstore.privacy.key-encryption-key), and check"
                            + " that its service can be reached.",
                    e);
        }
    }

    /** For the stream's first event. */
    WrappedKey wrap(String stream, DataKey key) {
        try {
            int wrappingGeneration = generation;
            return new WrappedKey(stream, keyEncryptionKey.wrap(key.bytes(), associated(stream)), wrappingGeneration);
        } catch (GeneralSecurityException e) {
            throw new LogUnavailable("the key-encryption key is out of reach", e);
        }
    }

    /**
     * @throws LogUnavailable if the key-encryption key is out of reach
     * @throws GeneralSecurityException if the wrapped key does not verify
     */
    DataKey unwrap(String stream, byte[] wrapped) throws GeneralSecurityException {
        for (int attempt = 1; attempt < ATTEMPTS; attempt++) {
            try {
                return DataKey.of(keyEncryptionKey.unwrap(wrapped, associated(stream)));
            } catch (GeneralSecurityException e) {
                reload();
            }
        }
        return DataKey.of(keyEncryptionKey.unwrap(wrapped, associated(stream)));
    }

    /**
     * Takes up what another process has rotated to.
     *
     * @throws LogUnavailable if there is no key-encryption key to be had that fits the database
     */
    void reload() {
        try {
            keyEncryptionKey.reload();
            adoptNewest();
        } catch (GeneralSecurityException | IllegalStateException | DataAccessException e) {
            log.error("the key-encryption key of this node is not the one in use, or out of reach: {}", e.getMessage());
            throw new LogUnavailable("the key-encryption key is out of reach", e);
        }
    }

    /** Some of this node's keys were wrapped by a key-encryption key that another process has just replaced. */
    @Override
    public @Nullable RuntimeException explain(String constraint) {
        if (!KeyDatabase.NEWEST_GENERATION.equals(constraint)) {
            return null;
        }
        try {
            reload();
            return new ConcurrencyException("the key-encryption key was rotated");
        } catch (LogUnavailable e) {
            return e;
        }
    }

    /** Lets the key-encryption key's newest version be the one that all keys must be wrapped by. */
    int beginGeneration() throws GeneralSecurityException {
        addGeneration(generation + 1);
        adoptNewest();
        return generation;
    }

    int generation() {
        return generation;
    }

    private void addGeneration(int number) throws GeneralSecurityException {
        database.addGeneration(new KeyDatabase.Generation(number, keyEncryptionKey.wrap(CHECKED, checkOf(number))));
    }

    private void adoptNewest() throws GeneralSecurityException {
        Optional<KeyDatabase.Generation> newest = database.newestGeneration();
        if (newest.isEmpty()) {
            throw new GeneralSecurityException("the database has lost its key generations");
        }
        KeyDatabase.Generation found = newest.get();
        keyEncryptionKey.unwrap(found.checkValue(), checkOf(found.number()));
        generation = found.number();
    }

    private static byte[] checkOf(int number) {
        return ("userstore key generation\n" + Integer.toString(number)).getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] associated(String stream) {
        return ("userstore data key\n" + stream).getBytes(StandardCharsets.UTF_8);
    }
}
