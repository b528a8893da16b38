package io.userstore.eventlog;

import org.jspecify.annotations.Nullable;

/** What it means when a constraint of the database refuses an append that was found good. */
@FunctionalInterface
public interface ConstraintMeaning {

    /**
     * @param constraint its name
     * @return why the append is not in, or null when the constraint is not known here. A {@code ConcurrencyException} says
     *     that this node was not up to date and is now, a {@code LogUnavailable} that it cannot be: either goes for all of
     *     the batch.
     */
    @Nullable
    RuntimeException explain(String constraint);
}
