package io.userstore.eventlog;

import java.util.List;
import org.axonframework.eventhandling.EventMessage;
import org.jspecify.annotations.Nullable;

/**
 * A condition across streams, such as the uniqueness of a value. It is checked under the append lock, so that nothing
 * can change between the check and the commit, and fails single appends, never the batch.
 */
public interface AppendCondition extends ConstraintMeaning {

    /**
     * Asks, in one query for the whole batch, for what is needed to judge its appends; the answer is there when the
     * first of them is judged.
     *
     * @param events all events of the batch, in order
     * @param reads what is asked of the database before the batch is judged
     */
    Screening screen(List<EventMessage<?>> events, RoundTrip reads);

    /**
     * Assumes, without asking, that nothing stands against the batch. If something does, the batch is screened in the
     * ordinary way.
     *
     * @param events all events of the batch, in order
     * @param assumptions what is checked when the batch is written
     */
    Screening assume(List<EventMessage<?>> events, Assumptions assumptions);

    /** When somebody else wrote to the condition's tables. */
    @Override
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
