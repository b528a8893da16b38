package io.userstore.web;

import io.userstore.user.InvalidValue;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What {@code If-Match} asks for: one entity tag, or {@code *} for any version. RFC 9110 allows a list of tags; a
 * command expects one version, so a list is refused. A tag that is not of our making, a weak one included, matches no
 * version.
 *
 * @param version what the user must be at, absent for any
 * @param possible whether any version can match
 */
record ExpectedVersion(@Nullable Long version, boolean possible) {

    private static final Pattern ENTITY_TAG = Pattern.compile("(?:W/)?\"[\\x21\\x23-\\x7E\\x80-\\xFF]*\"");
    private static final Pattern OURS = Pattern.compile("\"(0|[1-9][0-9]{0,17})\"");

    /** @throws InvalidValue unless there is one line that is {@code *} or one entity tag */
    static ExpectedVersion of(List<String> lines) {
        String line = lines.size() == 1 ? lines.get(0).strip() : "";
        if (line.equals("*")) {
            return new ExpectedVersion(null, true);
        }
        if (!ENTITY_TAG.matcher(line).matches()) {
            throw new InvalidValue("must be * or one entity tag, such as \"3\"");
        }
        return OURS.matcher(line).matches()
                ? new ExpectedVersion(Long.valueOf(line.substring(1, line.length() - 1)), true)
                : new ExpectedVersion(null, false);
    }
}
