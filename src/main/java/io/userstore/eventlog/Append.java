package io.userstore.eventlog;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.axonframework.eventhandling.EventMessage;
import org.jspecify.annotations.Nullable;

/**
 * What one caller asks of the log, granted or refused as a whole: events to write, or, without events, the
 * confirmation that a stream is still at the version on which the caller decided to write none.
 *
 * @param waiting its time in the queue
 * @param done completed once the batch is committed, or with the reason why the append is not in
 */
record Append(
        List<? extends EventMessage<?>> events,
        List<EventRow> rows,
        @Nullable StreamVersion decidedOn,
        @Nullable KeyedCommand keyed,
        CompletableFuture<@Nullable Void> done,
        Waiting waiting) {

    static Append of(List<? extends EventMessage<?>> events, List<EventRow> rows, @Nullable KeyedCommand keyed) {
        return new Append(events, rows, null, keyed, new CompletableFuture<>(), new Waiting());
    }

    static Append nothing(StreamVersion decidedOn, @Nullable KeyedCommand keyed) {
        return new Append(List.of(), List.of(), decidedOn, keyed, new CompletableFuture<>(), new Waiting());
    }

    /** What the events say of whom they were asked for by; null without events. */
    @Nullable
    String correlationId() {
        return events.isEmpty() ? null : (String) events.get(0).getMetaData().get(MetaDataKeys.CORRELATION_ID);
    }

    /** Of an append that is answered. */
    boolean isIn() {
        return !done.isCompletedExceptionally();
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
