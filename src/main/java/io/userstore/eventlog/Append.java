package io.userstore.eventlog;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.axonframework.eventhandling.EventMessage;
import org.jspecify.annotations.Nullable;

/**
 * What one caller asks of the log, granted or refused as a whole: events to write, or, without events, the
 * confirmation that a stream is still at the version on which the caller decided to write none.
 *
 * @param done completed once the batch is committed, or with the reason why the append is not in
 */
record Append(
        List<? extends EventMessage<?>> events,
        List<EventRow> rows,
        @Nullable StreamVersion decidedOn,
        @Nullable KeyedCommand keyed,
        CompletableFuture<@Nullable Void> done) {

    static Append of(List<? extends EventMessage<?>> events, List<EventRow> rows, @Nullable KeyedCommand keyed) {
        return new Append(events, rows, null, keyed, new CompletableFuture<>());
    }

    static Append nothing(StreamVersion decidedOn, @Nullable KeyedCommand keyed) {
        return new Append(List.of(), List.of(), decidedOn, keyed, new CompletableFuture<>());
    }

    boolean writesNothing() {
        return rows.isEmpty() && keyed == null;
    }

    void granted() {
        done.complete(null);
    }

    void refused(RuntimeException reason) {
        done.completeExceptionally(reason);
    }
}
