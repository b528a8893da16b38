package io.userstore.web;

import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** W3C Trace Context: whose trace a request belongs to. */
final class TraceParent {

    /** Version, trace id, parent id, flags; versions after 00 may go on after another dash. */
    private static final Pattern FORM =
            Pattern.compile("(?!ff)([0-9a-f]{2})-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}(-.*)?");

    private TraceParent() {}

    /** The trace id, or a fresh one when there is no valid header: a malformed one is ignored, as W3C asks. */
    static String traceIdOf(List<String> lines) {
        if (lines.size() == 1) {
            Matcher matcher = FORM.matcher(lines.get(0));
            if (matcher.matches()
                    && (matcher.group(3) == null || !matcher.group(1).equals("00"))) {
                return matcher.group(2);
            }
        }
        // For each request: not a secret, and never to be waited for. Never zero either, which would be none.
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return HexFormat.of().toHexDigits(random.nextLong() | 1)
                + HexFormat.of().toHexDigits(random.nextLong());
    }
}
