package io.userstore.audit.tree;

import com.google.crypto.tink.subtle.Ed25519Sign;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Signs notes with an Ed25519 key. */
final class NoteSigner {

    /** Of the hexadecimal digits that tell this store's log from others. */
    private static final int DIGITS = 16;

    private final Ed25519Sign signing;
    private final VerifierKey key;

    /**
     * @param seed the private key of RFC 8032, 32 bytes
     * @param name of the key, or null for one that is made of it
     */
    NoteSigner(byte[] seed, @Nullable String name) {
        try {
            Ed25519Sign.KeyPair pair = Ed25519Sign.KeyPair.newKeyPairFromSeed(seed);
            this.signing = new Ed25519Sign(pair.getPrivateKey());
            this.key = new VerifierKey(name == null ? nameOf(pair.getPublicKey()) : name, pair.getPublicKey());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("no key can be made of the seed", e);
        }
    }

    /** Under a domain that nobody can have (RFC 2606). */
    private static String nameOf(byte[] publicKey) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(publicKey);
            return "userstore.invalid/" + HexFormat.of().formatHex(hash).substring(0, DIGITS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    VerifierKey key() {
        return key;
    }

    SignedNote sign(String text) {
        try {
            byte[] signature = signing.sign(text.getBytes(StandardCharsets.UTF_8));
            return new SignedNote(text, List.of(new SignedNote.Signature(key.name(), key.id(), signature)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("cannot sign", e);
        }
    }
}
