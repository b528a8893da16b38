package io.userstore.adoption;

import org.jspecify.annotations.Nullable;

/**
 * A row of {@code users} as texts, in the source or in the store.
 *
 * @param id 0 without one
 * @param texts by the order of {@link Column}
 */
public record TableRow(long id, @Nullable String[] texts) {

    @Nullable
    String text(Column column) {
        return texts[column.ordinal()];
    }

    /** Shows nothing personal. */
    @Override
    public String toString() {
        return "TableRow[id=" + id + "]";
    }
}
