package io.userstore.privacy;

import io.userstore.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.springframework.jdbc.core.JdbcTemplate;

/** Keys beside a log as a process finds them that has just started: it has what is in the database and the file. */
record FreshKeys(KeyDatabase database, Path file, KeysetFile keyEncryptionKey, KeyWrapping wrapping) {

    static FreshKeys of(TestDatabase store, JdbcTemplate jdbc) {
        KeyDatabase database = new KeyDatabase(jdbc, false);
        Path file = Path.of(store.dataFolder()).resolve("key-encryption-keys.json");
        KeysetFile keyEncryptionKey = KeysetFile.open(new OwnerOnlyFile(file), () -> false);
        return new FreshKeys(database, file, keyEncryptionKey, KeyWrapping.of(database, keyEncryptionKey));
    }

    /** Whether there are more key-encryption keys than the one that wraps. */
    boolean hasOlder() {
        try {
            return Files.readString(file).split("\"keyData\"", -1).length > 2;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    KeyRotation rotation() {
        return new KeyRotation(database, keyEncryptionKey, wrapping);
    }

    DataKey unwrap(String stream) throws GeneralSecurityException {
        byte[] wrapped = Objects.requireNonNull(database.find(List.of(stream)).get(stream))
                .orElseThrow();
        return wrapping.unwrap(stream, wrapped);
    }

    /** Makes keys of streams that have no events, and tells what they are. */
    Map<String, byte[]> make(String prefix, int count, JdbcTemplate jdbc) {
        Map<String, byte[]> keys = new TreeMap<>();
        List<Object[]> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String stream = prefix + i;
            DataKey key = DataKey.random();
            keys.put(stream, key.bytes());
            WrappedKey wrapped = wrapping.wrap(stream, key);
            rows.add(new Object[] {stream, wrapped.bytes(), wrapped.generation()});
        }
        jdbc.batchUpdate("INSERT INTO data_keys (aggregate_id, wrapped_key, generation) VALUES (?, ?, ?)", rows);
        return keys;
    }

    /** Empty where the key was destroyed. */
    Optional<byte[]> wrapped(String stream) {
        return Objects.requireNonNull(database.find(List.of(stream)).get(stream));
    }
}
