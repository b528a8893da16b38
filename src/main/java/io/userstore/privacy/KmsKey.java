package io.userstore.privacy;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.KmsClient;
import java.security.GeneralSecurityException;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/**
 * A key-encryption key that never leaves its key management service, by any of Tink's clients that is on the class path.
 * Each data key is wrapped and unwrapped by a call. The service rotates its key by itself.
 */
final class KmsKey implements KeyEncryptionKey {

    private final Aead aead;

    private KmsKey(Aead aead) {
        this.aead = aead;
    }

    /** @param credentials a file, or null for the client's default */
    static KmsKey at(String uri, @Nullable String credentials) {
        for (KmsClient client : ServiceLoader.load(KmsClient.class)) {
            if (client.doesSupport(uri)) {
                return new KmsKey(aead(client, uri, credentials));
            }
        }
        throw new KeysUnusable(
                "No key management client knows " + uri + ".",
                "Put Tink's client for that service on the class path (docs/privacy.md), or correct"
                        + " userstore.privacy.key-encryption-key.",
                null);
    }

    private static Aead aead(KmsClient client, String uri, @Nullable String credentials) {
        try {
            KmsClient ready =
                    credentials == null ? client.withDefaultCredentials() : client.withCredentials(credentials);
            return ready.getAead(uri);
        } catch (GeneralSecurityException e) {
            throw new KeysUnusable(
                    "The key management service does not give access to " + uri + ": " + e.getMessage(),
                    "Check userstore.privacy.kms-credentials and what they permit.",
                    e);
        }
    }

    @Override
    public byte[] wrap(byte[] key, byte[] associated) throws GeneralSecurityException {
        return checked(() -> aead.encrypt(key, associated));
    }

    @Override
    public byte[] unwrap(byte[] wrapped, byte[] associated) throws GeneralSecurityException {
        return checked(() -> aead.decrypt(wrapped, associated));
    }

    @FunctionalInterface
    private interface Call {
        byte[] make() throws GeneralSecurityException;
    }

    /** Clients let the exceptions of their network libraries through. */
    private static byte[] checked(Call call) throws GeneralSecurityException {
        try {
            return call.make();
        } catch (RuntimeException e) {
            throw new GeneralSecurityException("the key management service failed", e);
        }
    }

    /** Which version it was only the service knows. */
    @Override
    public boolean isByNewest(byte[] wrapped) {
        return true;
    }

    @Override
    public void reload() {
        // There is nothing here that could be out of date.
    }

    @Override
    public void rotate() {
        // What is wrapped from now on is wrapped by the service's newest version.
    }

    @Override
    public void dropOlder(byte[] newest) {
        // The service's affair.
    }
}
