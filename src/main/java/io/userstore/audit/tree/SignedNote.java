package io.userstore.audit.tree;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A text and who has signed it, by C2SP signed-note.
 *
 * @param text ends with a newline
 */
record SignedNote(String text, List<Signature> signatures) {

    private static final Pattern SIGNATURE = Pattern.compile("\u2014 ([^\\p{Z}\\p{C}\\s+]+) ([A-Za-z0-9+/=]+)");
    private static final Pattern CONTROLS = Pattern.compile("[\\p{Cc}&&[^\n]]");

    SignedNote {
        if (!text.endsWith("\n") || CONTROLS.matcher(text).find()) {
            throw new InvalidNote("a note's text ends with a newline and has no other controls");
        }
        if (signatures.isEmpty()) {
            throw new InvalidNote("a note has signatures");
        }
    }

    /** @param keyId of the key with that name that has signed */
    record Signature(String name, int keyId, byte[] bytes) {

        static Signature parse(String line) {
            Matcher parts = SIGNATURE.matcher(line);
            if (!parts.matches()) {
                throw new InvalidNote("a line of the signatures is none");
            }
            byte[] bytes = decoded(parts.group(2));
            if (bytes.length <= Integer.BYTES) {
                throw new InvalidNote("a signature is too short");
            }
            return new Signature(
                    parts.group(1),
                    ByteBuffer.wrap(bytes).getInt(),
                    Arrays.copyOfRange(bytes, Integer.BYTES, bytes.length));
        }

        @Override
        public String toString() {
            byte[] all = ByteBuffer.allocate(Integer.BYTES + bytes.length)
                    .putInt(keyId)
                    .put(bytes)
                    .array();
            return "\u2014 " + name + " " + Base64.getEncoder().encodeToString(all) + "\n";
        }
    }

    /** @throws InvalidNote if it is none */
    static SignedNote parse(String note) {
        int text = note.lastIndexOf("\n\n");
        if (text < 0 || !note.endsWith("\n") || text + 2 == note.length()) {
            throw new InvalidNote("a note is a text, an empty line and signatures");
        }
        String signatures = note.substring(text + 2, note.length() - 1);
        return new SignedNote(
                note.substring(0, text + 1),
                Arrays.stream(signatures.split("\n", -1)).map(Signature::parse).toList());
    }

    static byte[] decoded(String base64) {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw new InvalidNote("not base64");
        }
    }

    @Override
    public String toString() {
        StringBuilder note = new StringBuilder(text).append('\n');
        signatures.forEach(note::append);
        return note.toString();
    }
}
