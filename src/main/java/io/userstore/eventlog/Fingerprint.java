package io.userstore.eventlog;

import java.util.Arrays;

/**
 * Tells the content of a command from that of another under the same idempotency key, without keeping it.
 *
 * @param subject SHA-256 of what the command is and whom it is about: not personal, and stored as it is
 * @param content SHA-256 of all of it, from which short contents could be guessed: stored sealed
 */
record Fingerprint(byte[] subject, byte[] content) {

    private static final int SUBJECT_BYTES = 32;

    /** What is stored of it. */
    byte[] sealed(Sealing sealing, String stream, String key) {
        byte[] sealed = sealing.seal(content, stream, purpose(key));
        byte[] stored = Arrays.copyOf(subject, SUBJECT_BYTES + sealed.length);
        System.arraycopy(sealed, 0, stored, SUBJECT_BYTES, sealed.length);
        return stored;
    }

    /** Of a stream whose key was destroyed only the subject can still be compared. */
    boolean matches(byte[] stored, Sealing sealing, String stream, String key) {
        byte[] sealed = Arrays.copyOfRange(stored, SUBJECT_BYTES, stored.length);
        return Arrays.equals(subject, 0, SUBJECT_BYTES, stored, 0, SUBJECT_BYTES)
                && sealing.open(sealed, stream, purpose(key))
                        .map(known -> Arrays.equals(content, known))
                        .orElse(true);
    }

    private static String purpose(String key) {
        return "idempotency key " + key;
    }
}
