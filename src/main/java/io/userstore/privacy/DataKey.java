package io.userstore.privacy;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.aead.AesGcmKey;
import com.google.crypto.tink.aead.AesGcmParameters;
import com.google.crypto.tink.subtle.AesGcmJce;
import com.google.crypto.tink.util.SecretBytes;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;

/** A user's own key, AES-256-GCM with 96-bit nonces and 128-bit tags (NIST SP 800-38D), by Tink. */
final class DataKey {

    static final int BYTES = 32;

    private static final AesGcmParameters PARAMETERS;

    static {
        try {
            PARAMETERS = AesGcmParameters.builder()
                    .setKeySizeBytes(BYTES)
                    .setIvSizeBytes(12)
                    .setTagSizeBytes(16)
                    .setVariant(AesGcmParameters.Variant.NO_PREFIX)
                    .build();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private final SecretBytes bytes;
    private final Aead aead;

    private DataKey(SecretBytes bytes) throws GeneralSecurityException {
        this.bytes = bytes;
        this.aead = AesGcmJce.create(
                AesGcmKey.builder().setParameters(PARAMETERS).setKeyBytes(bytes).build());
    }

    static DataKey random() {
        try {
            return new DataKey(SecretBytes.randomBytes(BYTES));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JVM has no AES-256-GCM", e);
        }
    }

    static DataKey of(byte[] bytes) throws GeneralSecurityException {
        return new DataKey(SecretBytes.copyFrom(bytes, InsecureSecretKeyAccess.get()));
    }

    /** To be wrapped, never to be stored as they are. */
    byte[] bytes() {
        return bytes.toByteArray(InsecureSecretKeyAccess.get());
    }

    /** @param associated without which it cannot be opened */
    byte[] seal(byte[] clear, String associated) {
        try {
            return aead.encrypt(clear, associated.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("cannot seal", e);
        }
    }

    /** @throws GeneralSecurityException if any bit is not as it was sealed */
    byte[] open(byte[] sealed, String associated) throws GeneralSecurityException {
        return aead.decrypt(sealed, associated.getBytes(StandardCharsets.UTF_8));
    }
}
