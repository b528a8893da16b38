package io.userstore.audit;

/** As many as the node was set up for are reading already; the next is to come again. */
public final class TooManyReaders extends RuntimeException {

    TooManyReaders() {
        super("too many readers", null, false, false);
    }
}
