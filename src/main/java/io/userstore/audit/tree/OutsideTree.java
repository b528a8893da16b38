package io.userstore.audit.tree;

/** There is no such tree, or no such leaf in it. */
public final class OutsideTree extends RuntimeException {

    private final String field;

    /** @param field of the query that is to be another */
    OutsideTree(String field, String message) {
        super(message);
        this.field = field;
    }

    public String field() {
        return field;
    }
}
