package io.userstore.audit.tree;

/** A text is no signed note, checkpoint or key; the message says what is wrong with it. */
public final class InvalidNote extends RuntimeException {

    InvalidNote(String message) {
        super(message);
    }
}
