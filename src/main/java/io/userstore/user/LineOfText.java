package io.userstore.user;

import com.ibm.icu.text.Normalizer2;
import com.ibm.icu.text.UnicodeSet;

/**
 * Text on one line that looks like what it is: 1 to 255 characters (code points) in NFC (UAX 15), something of it
 * visible, nothing of it a control character, a line break, half a surrogate pair, or an override of the reading
 * direction (UAX 9), which can make one name look like another.
 *
 * <p>Normalized and classified by ICU: its Unicode version is the build's, where the JDK's would differ between nodes.
 */
final class LineOfText {

    private static final int MAX_LENGTH = 255;

    /** NFC makes one character of at most four (U+1F82 of α and three marks), each at most two {@code char}s. */
    private static final int MAX_CHARS_GIVEN = MAX_LENGTH * 4 * 2;

    private static final UnicodeSet REFUSED =
            new UnicodeSet("[[:Cc:][:Cs:][:Zl:][:Zp:][\\u202A-\\u202E][\\u2066-\\u2069]]").freeze();

    /** Beside spaces and format characters: Hangul fillers, variation selectors, the empty Braille cell. */
    private static final UnicodeSet INVISIBLE =
            new UnicodeSet("[[:White_Space:][:Cf:][:Default_Ignorable_Code_Point:]\\u2800]").freeze();

    private LineOfText() {}

    /**
     * The text in NFC.
     *
     * @throws InvalidValue when it breaks a rule
     */
    static String normalized(String text) {
        return isPlain(text) ? text : normalizedByTables(text);
    }

    /** Printable ASCII, which is in NFC as it is; most texts are. */
    private static boolean isPlain(String text) {
        if (text.length() > MAX_LENGTH) {
            return false;
        }
        boolean visible = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c > '~') {
                return false;
            }
            visible |= c != ' ';
        }
        return visible;
    }

    /** As {@link #normalized}, of any text. */
    static String normalizedByTables(String text) {
        // Before normalizing: sorting a long run of combining marks takes quadratic time.
        requireFits(text.length() <= MAX_CHARS_GIVEN);
        if (!REFUSED.containsNone(text)) {
            throw new InvalidValue("must not contain control characters, line breaks, lone surrogates or"
                    + " bidirectional overrides, embeddings and isolates");
        }
        String normalized = Normalizer2.getNFCInstance().normalize(text);
        requireFits(normalized.codePointCount(0, normalized.length()) <= MAX_LENGTH);
        if (INVISIBLE.containsAll(normalized)) {
            throw new InvalidValue("must not be blank");
        }
        return normalized;
    }

    private static void requireFits(boolean fits) {
        if (!fits) {
            throw new InvalidValue("must be at most " + MAX_LENGTH + " characters long");
        }
    }
}
