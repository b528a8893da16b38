package io.userstore.user.event;

import org.jspecify.annotations.Nullable;

/**
 * A text of an event that says something of a person. The type is the mark: such components are sealed on their way into
 * the log, and are {@link Erased} for ever once their user is.
 */
public sealed interface Personal {

    static Personal of(String text) {
        return new Text(text);
    }

    /** Absent stays absent: that nothing was said is not personal. */
    static @Nullable Personal ofNullable(@Nullable String text) {
        return text == null ? null : new Text(text);
    }

    /** The text, or what is to stand in its place once it was erased. */
    String or(String erased);

    /** As {@link #or(String)}, null for what was absent or erased. */
    static @Nullable String orNull(@Nullable Personal personal) {
        return personal instanceof Text text ? text.value() : null;
    }

    /** One that is there to be read. */
    record Text(String value) implements Personal {

        @Override
        public String or(String erased) {
            return value;
        }

        /** Shows nothing: this ends up in messages and logs. */
        @Override
        public String toString() {
            return "***";
        }
    }

    /** One whose key was destroyed. */
    enum Erased implements Personal {
        ERASED;

        @Override
        public String or(String erased) {
            return erased;
        }
    }
}
