package io.userstore.web;

import org.jspecify.annotations.Nullable;

/** A failure without its words, for the log: messages of parsers and databases quote the data they fell over. */
final class Wordless extends Exception {

    private Wordless(Throwable original, @Nullable Throwable cause) {
        super(original.getClass().getName(), cause, false, true);
        setStackTrace(original.getStackTrace());
    }

    static Wordless copyOf(Throwable failure) {
        Throwable cause = failure.getCause();
        return new Wordless(failure, cause == null || cause == failure ? null : copyOf(cause));
    }
}
