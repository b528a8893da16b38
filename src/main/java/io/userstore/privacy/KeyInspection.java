package io.userstore.privacy;

import io.userstore.eventlog.LogUnavailable;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/** Whether the key-encryption key is the one that the data keys need; makes none, and changes nothing. */
public final class KeyInspection {

    private static final int SAMPLE = 20;
    private static final String RESTORE_KEYS = "Restore data_keys, or its broken rows, from a backup: what these users'"
            + " events say of them cannot be read.";

    private final KeyTables tables;
    private final Supplier<KeyEncryptionKey> keyEncryptionKey;

    /** @param keyEncryptionKey as it is configured; fails if there is none */
    KeyInspection(KeyTables tables, Supplier<KeyEncryptionKey> keyEncryptionKey) {
        this.tables = tables;
        this.keyEncryptionKey = keyEncryptionKey;
    }

    /**
     * What was found.
     *
     * @param advice what to do about it; null if all is well
     */
    public record Outcome(String found, @Nullable String advice) {}

    public Outcome inspect() {
        KeyDatabase database = new KeyDatabase(new JdbcTemplate(tables.database()), tables.apart());
        Optional<KeyDatabase.Generation> newest = database.newestGeneration();
        if (newest.isEmpty()) {
            return new Outcome("none was needed yet", null);
        }
        try {
            return unwrapSome(database, KeyWrapping.of(database, keyEncryptionKey.get()));
        } catch (KeysUnusable e) {
            return new Outcome(String.valueOf(e.getMessage()), e.cure());
        } catch (LogUnavailable e) {
            return new Outcome(
                    "the key-encryption key was there, and then out of reach",
                    "Check that its service or its file can be reached all the time.");
        }
    }

    private static Outcome unwrapSome(KeyDatabase database, KeyWrapping wrapping) {
        List<WrappedKey> sample = database.sample(SAMPLE);
        List<String> broken = new ArrayList<>();
        for (WrappedKey key : sample) {
            try {
                wrapping.unwrap(key.stream(), key.bytes());
            } catch (GeneralSecurityException e) {
                broken.add(key.stream());
            }
        }
        return broken.isEmpty()
                ? new Outcome(
                        "generation " + wrapping.generation() + " unwraps " + sample.size() + " of the data keys", null)
                : new Outcome("the data keys of " + String.join(", ", broken) + " do not verify", RESTORE_KEYS);
    }
}
