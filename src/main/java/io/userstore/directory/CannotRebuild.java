package io.userstore.directory;

/** Why the tables are not rebuilt; none of them was touched. */
public final class CannotRebuild extends RuntimeException {

    private static final long serialVersionUID = 1L;

    CannotRebuild(String message) {
        super(message);
    }

    static CannotRebuild damaged(String how) {
        return new CannotRebuild("the log is damaged, nothing can be rebuilt from it: " + how + " (see verify-log)");
    }
}
