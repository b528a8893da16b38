package io.userstore.eventlog;

import java.util.List;
import org.axonframework.eventhandling.EventMessage;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcOperations;

/**
 * A condition across streams, such as the uniqueness of a value. It is checked under the append lock, so that nothing
 * can change between the check and the commit, and fails single appends, never the batch.
 */
public interface AppendCondition {

    /**
     * Reads, in one statement for the whole batch, what is needed to judge its appends.
     *
     * @param events all events of the batch, in order
     */
    Screening screen(List<EventMessage<?>> events, JdbcOperations jdbc);

    /** The condition applied to one batch. */
    interface Screening {

        /**
         * Judges the next append, in order; one that is admitted counts for all that follow.
         *
         * @return why the append must not go in, or null
         */
        @Nullable
        RuntimeException refuse(List<? extends EventMessage<?>> append);

        /** Writes, in one statement a table, what the admitted appends changed. */
        void write();
    }
}
