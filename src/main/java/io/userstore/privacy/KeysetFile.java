package io.userstore.privacy;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.AesGcmKey;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Key-encryption keys in a file: a Tink keyset as JSON, AES-256-GCM, whose primary key wraps. */
final class KeysetFile implements KeyEncryptionKey {

    static {
        try {
            AeadConfig.register();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static final Logger log = LoggerFactory.getLogger(KeysetFile.class);

    private final OwnerOnlyFile file;
    private volatile KeysetHandle keys;
    private volatile Aead aead;

    private KeysetFile(OwnerOnlyFile file) throws IOException, GeneralSecurityException {
        this.file = file;
        this.keys = read();
        this.aead = aead(keys);
    }

    /** @param mayCreate asked if there is no such file; a new one is of no use to keys that another has wrapped */
    static KeysetFile open(OwnerOnlyFile file, BooleanSupplier mayCreate) {
        try {
            if (!file.exists()) {
                if (!mayCreate.getAsBoolean()) {
                    throw new KeysUnusable(
                            "The key-encryption keys " + file.path() + " are missing, and the database has data keys.",
                            "Restore the file from its backup, or name the one that the other nodes use"
                                    + " (userstore.privacy.key-encryption-key); without it no personal data in the log"
                                    + " can ever be read again.",
                            null);
                }
                file.createIfMissing(json(KeysetHandle.generateNew(PredefinedAeadParameters.AES256_GCM)));
                log.info(
                        "made {}: without this file personal data can never be read again, so back it up", file.path());
            }
            return new KeysetFile(file);
        } catch (IOException | GeneralSecurityException e) {
            throw new KeysUnusable(
                    "The key-encryption keys " + file.path() + " cannot be used: " + e,
                    "Make the file one that the store's user may read, in a folder where it may write, or restore it.",
                    e);
        }
    }

    @Override
    public byte[] wrap(byte[] key, byte[] associated) throws GeneralSecurityException {
        return aead.encrypt(key, associated);
    }

    @Override
    public byte[] unwrap(byte[] wrapped, byte[] associated) throws GeneralSecurityException {
        return aead.decrypt(wrapped, associated);
    }

    /** Tink begins what a key has made with a prefix of that key. */
    @Override
    public boolean isByNewest(byte[] wrapped) {
        byte[] prefix =
                ((AesGcmKey) keys.getPrimary().getKey()).getOutputPrefix().toByteArray();
        return wrapped.length > prefix.length && Arrays.equals(prefix, 0, prefix.length, wrapped, 0, prefix.length);
    }

    /** Should the file be unreadable for a moment, the keys at hand stay. */
    @Override
    public synchronized void reload() {
        try {
            use(read());
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException("the key-encryption keys cannot be read again", e);
        }
    }

    @Override
    public synchronized void rotate() {
        replace(builder ->
                builder.addEntry(KeysetHandle.generateEntryFromParameters(PredefinedAeadParameters.AES256_GCM)
                        .withRandomId()
                        .makePrimary()));
    }

    @Override
    public synchronized void dropOlder(byte[] newest) {
        reload();
        if (!isByNewest(newest)) {
            throw new IllegalStateException("the newest key in " + file.path() + " is not the one in use");
        }
        replace(builder -> {
            for (int i = builder.size() - 1; i >= 0; i--) {
                if (!builder.getAt(i).isPrimary()) {
                    builder.deleteAt(i);
                }
            }
            return builder;
        });
    }

    private void replace(UnaryOperator<KeysetHandle.Builder> change) {
        try {
            KeysetHandle changed = change.apply(KeysetHandle.newBuilder(read())).build();
            file.replace(json(changed));
            use(changed);
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException("the key-encryption keys cannot be replaced", e);
        }
    }

    private void use(KeysetHandle read) throws GeneralSecurityException {
        aead = aead(read);
        keys = read;
    }

    private KeysetHandle read() throws IOException, GeneralSecurityException {
        return TinkJsonProtoKeysetFormat.parseKeyset(
                new String(file.read(), StandardCharsets.UTF_8), InsecureSecretKeyAccess.get());
    }

    private static byte[] json(KeysetHandle keys) throws GeneralSecurityException {
        return TinkJsonProtoKeysetFormat.serializeKeyset(keys, InsecureSecretKeyAccess.get())
                .getBytes(StandardCharsets.UTF_8);
    }

    private static Aead aead(KeysetHandle keys) throws GeneralSecurityException {
        return keys.getPrimitive(RegistryConfiguration.get(), Aead.class);
    }
}
