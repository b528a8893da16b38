package io.userstore.directory;

import org.jspecify.annotations.Nullable;

/** Rows in the text format of COPY. */
final class CopyText {

    private final StringBuilder text = new StringBuilder();
    private boolean begun;

    CopyText add(@Nullable String value) {
        if (begun) {
            text.append('\t');
        }
        begun = true;
        if (value == null) {
            text.append("\\N");
            return this;
        }
        int written = 0;
        for (int i = 0; i < value.length(); i++) {
            String escaped = switch (value.charAt(i)) {
                case '\\' -> "\\\\";
                case '\t' -> "\\t";
                case '\n' -> "\\n";
                case '\r' -> "\\r";
                default -> null;
            };
            if (escaped != null) {
                text.append(value, written, i).append(escaped);
                written = i + 1;
            }
        }
        text.append(value, written, value.length());
        return this;
    }

    void endRow() {
        text.append('\n');
        begun = false;
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
