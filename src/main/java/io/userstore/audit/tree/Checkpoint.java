package io.userstore.audit.tree;

import java.util.Base64;
import java.util.regex.Pattern;

/**
 * What a log's checkpoint says, by C2SP tlog-checkpoint.
 *
 * @param origin names the log
 * @param root of its first {@code size} entries
 */
record Checkpoint(String origin, long size, byte[] root) {

    private static final Pattern SIZE = Pattern.compile("0|[1-9][0-9]{0,17}");

    /** @throws InvalidNote if the text is none; lines after the third are extensions, which say nothing here */
    static Checkpoint parse(String text) {
        String[] lines = text.split("\n", -1);
        if (lines.length < 4 || lines[0].isEmpty() || !SIZE.matcher(lines[1]).matches()) {
            throw new InvalidNote("a checkpoint has an origin, a size and a root, a line each");
        }
        byte[] root = SignedNote.decoded(lines[2]);
        if (root.length != TreeHash.BYTES) {
            throw new InvalidNote("the root of a checkpoint has " + TreeHash.BYTES + " bytes");
        }
        return new Checkpoint(lines[0], Long.parseLong(lines[1]), root);
    }

    String text() {
        return origin + "\n" + Long.toString(size) + "\n" + Base64.getEncoder().encodeToString(root) + "\n";
    }
}
