package io.userstore.schema;

/** The schema is not changed, or not any further, for a reason that its operator can do something about. */
public final class SchemaRefused extends RuntimeException {

    SchemaRefused(String message) {
        super(message);
    }
}
