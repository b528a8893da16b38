package io.userstore.eventlog;

import java.util.List;
import org.axonframework.eventhandling.EventMessage;
import org.jspecify.annotations.Nullable;

/**
 * A condition across streams, such as the uniqueness of a value. It is checked under the append lock, so that nothing
 * can change between the check and the commit, and fails single appends, never the batch.
 */
public interface AppendCondition {

    /**
     * Asks, in one query for the whole batch, for what is needed to judge its appends; the answer is there when the
     * first of them is judged.
     *
     * @param events all events of the batch, in order
     * @param reads what is asked of the database before the batch is judged
     */
    Screening screen(List<EventMessage<?>> events, RoundTrip reads);

    /**
     * Assumes, without asking, that nothing stands against the batch, and makes the trip fail if something does: the batch
     * is then screened in the ordinary way. What fails must name no values, since the server's log keeps it.
     *
     * @param events all events of the batch, in order
     * @param trip what is sent together with the writes, before them
     */
    Screening assume(List<EventMessage<?>> events, RoundTrip trip);

    /**
     * What it means when a constraint of the database refuses an append that was admitted, because somebody else wrote
     * to the condition's tables.
     *
     * @param constraint its name
     * @return why the append is not in, or null when the constraint is not of this condition
     */
    default @Nullable RuntimeException explain(String constraint) {
        return null;
    }

    /** The condition applied to one batch. */
    interface Screening {

        /**
         * Judges the next append, in order, once its keys and versions are found good; one that is admitted here counts for
         * all that follow, so a store has one condition, or such as never meet on one append.
         *
         * @return why the append must not go in, or null
         */
        @Nullable
        RuntimeException refuse(List<? extends EventMessage<?>> append);

        /** Adds, in one statement a table, what the admitted appends changed. */
        void write(RoundTrip writes);
    }
}
