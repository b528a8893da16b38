package io.userstore.adoption;

/** A file that cannot be read as a table of users; the message reads on from its name, and shows nothing of what it holds. */
public final class InvalidFile extends RuntimeException {

    InvalidFile(String message) {
        super(message);
    }
}
