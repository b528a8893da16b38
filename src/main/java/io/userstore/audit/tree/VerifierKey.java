package io.userstore.audit.tree;

import com.google.crypto.tink.subtle.Ed25519Verify;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * An Ed25519 key by which notes are verified, of C2SP signed-note.
 *
 * @param name of the key
 */
record VerifierKey(String name, byte[] publicKey) {

    static final int BYTES = 32;

    private static final byte ED25519 = 1;

    /** No spaces, and no plus. */
    private static final Pattern NAME = Pattern.compile("[^\\p{Z}\\p{C}\\s+]+");

    VerifierKey {
        if (!isName(name)) {
            throw new InvalidNote("the name of a key must have no spaces and no plus");
        }
        if (publicKey.length != BYTES) {
            throw new InvalidNote("an Ed25519 key has " + BYTES + " bytes");
        }
    }

    static boolean isName(String text) {
        return NAME.matcher(text).matches();
    }

    /** @throws InvalidNote unless it is {@code name+hash+base64} of an Ed25519 key */
    static VerifierKey parse(String text) {
        String[] parts = text.strip().split("\\+", 3);
        if (parts.length != 3) {
            throw new InvalidNote("a verifier key is name+hash+key");
        }
        byte[] typed = SignedNote.decoded(parts[2]);
        if (typed.length != 1 + BYTES || typed[0] != ED25519) {
            throw new InvalidNote("the verifier key is not one of Ed25519");
        }
        VerifierKey key = new VerifierKey(parts[0], Arrays.copyOfRange(typed, 1, typed.length));
        if (!key.hash().equals(parts[1])) {
            throw new InvalidNote("the verifier key's hash is not its own");
        }
        return key;
    }

    /** The first four bytes of SHA-256(name, newline, type, key). */
    int id() {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            sha256.update((name + "\n").getBytes(StandardCharsets.UTF_8));
            sha256.update(ED25519);
            return ByteBuffer.wrap(sha256.digest(publicKey)).getInt();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private String hash() {
        return HexFormat.of().toHexDigits(id());
    }

    /** The same key, under the name that another origin has or had. */
    VerifierKey named(String other) {
        return new VerifierKey(other, publicKey);
    }

    /** Whether one of the note's signatures is by this key under this name. */
    boolean hasSigned(SignedNote note) {
        byte[] text = note.text().getBytes(StandardCharsets.UTF_8);
        return note.signatures().stream()
                .filter(signature -> signature.name().equals(name) && signature.keyId() == id())
                .anyMatch(signature -> verifies(signature.bytes(), text));
    }

    private boolean verifies(byte[] signature, byte[] text) {
        try {
            new Ed25519Verify(publicKey).verify(signature, text);
            return true;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    @Override
    public String toString() {
        byte[] typed =
                ByteBuffer.allocate(1 + BYTES).put(ED25519).put(publicKey).array();
        return name + "+" + hash() + "+" + Base64.getEncoder().encodeToString(typed);
    }
}
