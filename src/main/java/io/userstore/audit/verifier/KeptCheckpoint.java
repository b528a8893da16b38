package io.userstore.audit.verifier;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * A checkpoint as it was given: C2SP tlog-checkpoint in a signed note.
 *
 * @param text that is signed
 * @param signatures the lines after it
 */
record KeptCheckpoint(String text, String[] signatures, String origin, long size, byte[] root) {

    /** What stands before the 32 bytes of an Ed25519 key in X.509 (RFC 8410). */
    private static final byte[] X509 = HexFormat.of().parseHex("302a300506032b6570032100");

    private static final String DASH = "\u2014 ";
    private static final Pattern SIGNATURE = Pattern.compile(DASH + "[^ +]+ [A-Za-z0-9+/=]+");
    private static final Pattern SIZE = Pattern.compile("0|[1-9][0-9]{0,17}");

    private static final int ID = 4;
    private static final int LENGTH = 64;

    static KeptCheckpoint parse(String note) {
        int end = note.lastIndexOf("\n\n");
        String[] lines = note.split("\n", 4);
        if (end < 0
                || lines.length < 4
                || lines[0].isEmpty()
                || !SIZE.matcher(lines[1]).matches()) {
            throw new IllegalArgumentException("this is no signed checkpoint");
        }
        byte[] root = Base64.getDecoder().decode(lines[2]);
        String[] signatures = note.substring(end + 2).split("\n");
        if (root.length != 32 || !Arrays.stream(signatures).allMatch(line -> isSignature(line))) {
            throw new IllegalArgumentException("this is no signed checkpoint");
        }
        return new KeptCheckpoint(note.substring(0, end + 1), signatures, lines[0], Long.parseLong(lines[1]), root);
    }

    /** Whoever's it is: four bytes of a key's hash, and at least one of a signature. */
    private static boolean isSignature(String line) {
        return SIGNATURE.matcher(line).matches()
                && Base64.getDecoder().decode(line.substring(line.lastIndexOf(' ') + 1)).length > ID;
    }

    /** @param verifierKey name, hash and key, with pluses between */
    boolean isSignedBy(String verifierKey) {
        String[] parts = verifierKey.strip().split("\\+", 3);
        if (parts.length < 3) {
            throw new IllegalArgumentException("this is no verifier key");
        }
        byte[] typed = Base64.getDecoder().decode(parts[2]);
        byte[] id = keyId(parts[0], typed);
        if (typed.length != 33 || typed[0] != 1 || !HexFormat.of().formatHex(id).equals(parts[1])) {
            throw new IllegalArgumentException("this is no verifier key of Ed25519");
        }
        return parts[0].equals(origin)
                && Arrays.stream(signatures)
                        .filter(line -> line.startsWith(DASH + parts[0] + " "))
                        .map(line -> Base64.getDecoder().decode(line.substring(line.lastIndexOf(' ') + 1)))
                        .filter(signature -> signature.length == ID + LENGTH)
                        .filter(signature -> Arrays.equals(signature, 0, id.length, id, 0, id.length))
                        .anyMatch(signature -> verifies(typed, Arrays.copyOfRange(signature, 4, signature.length)));
    }

    private static byte[] keyId(String name, byte[] typed) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            sha256.update((name + "\n").getBytes(UTF_8));
            return Arrays.copyOf(sha256.digest(typed), 4);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private boolean verifies(byte[] typed, byte[] signature) {
        try {
            byte[] encoded = Arrays.copyOf(X509, X509.length + 32);
            System.arraycopy(typed, 1, encoded, X509.length, 32);
            PublicKey key = KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded));
            Signature verification = Signature.getInstance("Ed25519");
            verification.initVerify(key);
            verification.update(text.getBytes(UTF_8));
            return verification.verify(signature);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }
}
