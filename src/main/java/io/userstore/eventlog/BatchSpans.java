package io.userstore.eventlog;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Scope;
import java.util.List;

/**
 * Traces batches that have a traced command in them. A batch belongs to many commands, hence to the trace of none: it is
 * a trace of its own, and it and each of its commands link to one another.
 */
final class BatchSpans {

    private static final AttributeKey<Long> SIZE = AttributeKey.longKey("userstore.batch.size");
    private static final AttributeKey<Long> HEAD = AttributeKey.longKey("userstore.log.head");

    private final Tracer tracer;

    BatchSpans(OpenTelemetry telemetry) {
        this.tracer = telemetry.getTracer("io.userstore");
    }

    /** Before it is put into the queue. */
    void queue(Append append) {
        if (append.waiting().isTraced()) {
            append.waiting().begin(tracer.spanBuilder("append queue").startSpan());
        }
    }

    /** Not valid when there is nobody to link to. */
    Span begin(List<Append> batch) {
        SpanBuilder linked = null;
        for (Append append : batch) {
            append.waiting().end();
            if (append.waiting().isTraced()) {
                linked = linked == null ? tracer.spanBuilder("append batch").setNoParent() : linked;
                linked.addLink(append.waiting().command().getSpanContext());
            }
        }
        if (linked == null) {
            return Span.getInvalid();
        }
        Span span = linked.setAttribute(SIZE, (long) batch.size()).startSpan();
        batch.forEach(append -> append.waiting().command().addLink(span.getSpanContext()));
        return span;
    }

    /** Where the log ends with the current batch. */
    static void headIs(long position) {
        Span.current().setAttribute(HEAD, position);
    }

    /** A part of the current batch's work. */
    void part(String name, Runnable work) {
        if (!Span.current().isRecording()) {
            work.run();
            return;
        }
        Span span = tracer.spanBuilder(name).startSpan();
        Scope current = span.makeCurrent();
        try {
            work.run();
        } catch (RuntimeException e) {
            // Without its words: a database repeats the values it stumbled over.
            span.setStatus(StatusCode.ERROR);
            throw e;
        } finally {
            current.close();
            span.end();
        }
    }
}
