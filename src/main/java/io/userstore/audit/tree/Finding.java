package io.userstore.audit.tree;

/**
 * What a verification has found.
 *
 * @param part what is damaged
 * @param first the first position that may be concerned
 * @param last the last position at which the damage may begin: the same as the first where it is known exactly
 * @param message says it to the auditor
 */
public record Finding(Part part, long first, long last, String message) {

    public enum Part {
        /** An event was changed, removed, inserted, moved or cut off. */
        LOG,
        /** The stored tree is not the log's, which agrees with what was signed. */
        TREE,
        /** A checkpoint is not as it was signed. */
        CHECKPOINT
    }

    static Finding at(Part part, long position, String message) {
        return new Finding(part, position, position, message);
    }
}
