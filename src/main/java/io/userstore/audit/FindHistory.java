package io.userstore.audit;

import org.jspecify.annotations.Nullable;

/**
 * Asks for what happened to a user.
 *
 * @param newestFirst or oldest first
 * @param after the version to go on behind, in the order asked for; absent for the first page
 * @param limit events a page, 1 to {@value #MAX_LIMIT}
 */
public record FindHistory(
        long id, boolean newestFirst, @Nullable Long after, int limit) {

    public static final int MAX_LIMIT = 500;
    public static final int DEFAULT_LIMIT = 100;

    public FindHistory {
        if (limit < 1 || limit > MAX_LIMIT) {
            throw new IllegalArgumentException("limit must be from 1 to " + MAX_LIMIT);
        }
    }

    /** As the record of reads keeps it. */
    @Override
    public String toString() {
        return "history, " + limit + (newestFirst ? " newest" : " oldest")
                + (after == null ? "" : " after version " + after);
    }
}
