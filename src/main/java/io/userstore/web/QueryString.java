package io.userstore.web;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.util.StringUtils;

/** Reads a query string strictly: known names, each once, percent-encoded UTF-8. */
final class QueryString {

    static final String PLACE = "query";

    private QueryString() {}

    static Map<String, String> read(@Nullable String query, Set<String> known, Faults faults) {
        Map<String, String> texts = new HashMap<>();
        Set<String> seen = new HashSet<>();
        for (String pair : StringUtils.tokenizeToStringArray(query, "&")) {
            int equals = pair.indexOf('=');
            try {
                String name = decoded(equals < 0 ? pair : pair.substring(0, equals));
                if (!known.contains(name)) {
                    faults.addUnknown(name, PLACE, known);
                } else if (!seen.add(name)) {
                    faults.add(name, "must be given only once");
                } else {
                    texts.put(name, decoded(equals < 0 ? "" : pair.substring(equals + 1)));
                }
            } catch (CharacterCodingException e) {
                faults.add(PLACE, "must be percent-encoded UTF-8");
            }
        }
        return texts;
    }

    /** Whether it names one of them, however it spells it; read as {@link #read} does. */
    static boolean hasOneOf(@Nullable String query, Set<String> names) {
        return !read(query, names, new Faults()).isEmpty();
    }

    private static String decoded(String text) throws CharacterCodingException {
        ByteBuffer bytes = ByteBuffer.allocate(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '%') {
                bytes.put(hexByte(text, i + 1));
                i += 2;
            } else {
                // Tomcat lets nothing but ASCII through in a request line.
                bytes.put((byte) (c == '+' ? ' ' : c));
            }
        }
        return StandardCharsets.UTF_8.newDecoder().decode(bytes.flip()).toString();
    }

    private static byte hexByte(String text, int from) throws CharacterCodingException {
        int high = from + 1 < text.length() ? Character.digit(text.charAt(from), 16) : -1;
        int low = high < 0 ? -1 : Character.digit(text.charAt(from + 1), 16);
        if (low < 0) {
            throw new CharacterCodingException();
        }
        return (byte) (high << 4 | low);
    }
}
