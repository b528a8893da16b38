package io.userstore.platform;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.DelegatingSpanData;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.Collection;
import java.util.List;

/**
 * Takes out of spans what others may have put words into: the messages and stack traces of failures, whose types stay, and
 * the state that callers hand on with their trace.
 */
final class WordlessSpans implements SpanExporter {

    private static final AttributeKey<String> TYPE = AttributeKey.stringKey("exception.type");

    private final SpanExporter exporter;

    WordlessSpans(SpanExporter exporter) {
        this.exporter = exporter;
    }

    @Override
    public CompletableResultCode export(Collection<SpanData> spans) {
        return exporter.export(spans.stream().<SpanData>map(WordlessSpan::new).toList());
    }

    @Override
    public CompletableResultCode flush() {
        return exporter.flush();
    }

    @Override
    public CompletableResultCode shutdown() {
        return exporter.shutdown();
    }

    private static final class WordlessSpan extends DelegatingSpanData {

        WordlessSpan(SpanData span) {
            super(span);
        }

        @Override
        public SpanContext getSpanContext() {
            return stateless(super.getSpanContext());
        }

        @Override
        public SpanContext getParentSpanContext() {
            return stateless(super.getParentSpanContext());
        }

        @Override
        public List<LinkData> getLinks() {
            return super.getLinks().stream()
                    .map(link -> LinkData.create(
                            stateless(link.getSpanContext()), link.getAttributes(), link.getTotalAttributeCount()))
                    .toList();
        }

        private static SpanContext stateless(SpanContext context) {
            if (context.getTraceState().isEmpty()) {
                return context;
            }
            return context.isRemote()
                    ? SpanContext.createFromRemoteParent(
                            context.getTraceId(), context.getSpanId(), context.getTraceFlags(), TraceState.getDefault())
                    : SpanContext.create(
                            context.getTraceId(),
                            context.getSpanId(),
                            context.getTraceFlags(),
                            TraceState.getDefault());
        }

        @Override
        public List<EventData> getEvents() {
            return super.getEvents().stream().map(WordlessSpan::typeOf).toList();
        }

        private static EventData typeOf(EventData event) {
            String type = event.getAttributes().get(TYPE);
            return EventData.create(
                    event.getEpochNanos(),
                    event.getName(),
                    type == null ? Attributes.empty() : Attributes.of(TYPE, type));
        }

        @Override
        public StatusData getStatus() {
            return StatusData.create(super.getStatus().getStatusCode(), "");
        }
    }
}
