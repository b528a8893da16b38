package io.userstore.eventlog;

import io.opentelemetry.api.trace.Span;

/** An append's time in the queue, written by its caller before and read by the appender after it is put there. */
final class Waiting {

    private final long since = System.nanoTime();
    private final Span command = Span.current();
    private Span queued = Span.getInvalid();

    /** By the clock of {@link System#nanoTime()}. */
    long since() {
        return since;
    }

    /** The span of what it is part of; not valid unless that is traced. */
    Span command() {
        return command;
    }

    boolean isTraced() {
        return command.getSpanContext().isSampled();
    }

    /** @param wait a span, ended by {@link #end} */
    void begin(Span wait) {
        queued = wait;
    }

    void end() {
        queued.end();
    }
}
