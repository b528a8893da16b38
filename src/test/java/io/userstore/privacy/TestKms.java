package io.userstore.privacy;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.KmsClient;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import java.security.GeneralSecurityException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A key management service in this JVM, found as any other of Tink's clients is. Its keys, {@code test-kms://name}, are
 * made when they are asked for; they rotate, and can be put out of reach.
 */
public final class TestKms implements KmsClient {

    private static final Map<String, Key> KEYS = new ConcurrentHashMap<>();

    static Key key(String uri) {
        return KEYS.computeIfAbsent(uri, name -> new Key());
    }

    @Override
    public boolean doesSupport(@Nullable String uri) {
        return uri != null && uri.startsWith("test-kms://");
    }

    @Override
    public KmsClient withCredentials(@Nullable String path) throws GeneralSecurityException {
        throw new GeneralSecurityException("the credentials are refused");
    }

    @Override
    public KmsClient withDefaultCredentials() {
        return this;
    }

    @Override
    public Aead getAead(@Nullable String uri) {
        return key(String.valueOf(uri));
    }

    /** One of its keys, with all the versions of it. */
    static final class Key implements Aead {

        private volatile KeysetHandle versions;
        private volatile @Nullable Exception outage;
        private volatile int callsUntilThen;

        private Key() {
            try {
                AeadConfig.register();
                versions = KeysetHandle.generateNew(PredefinedAeadParameters.AES256_GCM);
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }

        /** @param failure what its client throws from now on */
        void failsWith(Exception failure) {
            failsAfter(0, failure);
        }

        void failsAfter(int calls, Exception failure) {
            callsUntilThen = calls;
            outage = failure;
        }

        void isInReach() {
            outage = null;
        }

        /** Makes a version that encrypts from now on. */
        void rotate() throws GeneralSecurityException {
            versions = KeysetHandle.newBuilder(versions)
                    .addEntry(KeysetHandle.generateEntryFromParameters(PredefinedAeadParameters.AES256_GCM)
                            .withRandomId()
                            .makePrimary())
                    .build();
        }

        void dropOlderVersions() throws GeneralSecurityException {
            versions = KeysetHandle.newBuilder()
                    .addEntry(KeysetHandle.importKey(versions.getPrimary().getKey())
                            .withFixedId(versions.getPrimary().getId())
                            .makePrimary())
                    .build();
        }

        @Override
        public byte[] encrypt(byte[] plaintext, byte[] associatedData) throws GeneralSecurityException {
            return inReach().encrypt(plaintext, associatedData);
        }

        @Override
        public byte[] decrypt(byte[] ciphertext, byte[] associatedData) throws GeneralSecurityException {
            return inReach().decrypt(ciphertext, associatedData);
        }

        private synchronized Aead inReach() throws GeneralSecurityException {
            Exception failure = callsUntilThen-- > 0 ? null : outage;
            if (failure instanceof RuntimeException unchecked) {
                throw unchecked;
            }
            if (failure instanceof GeneralSecurityException checked) {
                throw checked;
            }
            return versions.getPrimitive(RegistryConfiguration.get(), Aead.class);
        }
    }
}
