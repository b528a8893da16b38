package io.userstore.adoption;

/** One at a time: of two, one could overwrite newer values by older ones. */
public final class AnotherImport extends RuntimeException {

    AnotherImport() {
        super("another import is running");
    }
}
