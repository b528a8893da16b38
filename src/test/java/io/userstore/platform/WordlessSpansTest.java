package io.userstore.platform;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.junit.jupiter.api.Test;

class WordlessSpansTest {

    private static final class Received implements SpanExporter {

        private final List<SpanData> spans = new ArrayList<>();

        @Override
        public CompletableResultCode export(Collection<SpanData> exported) {
            spans.addAll(exported);
            return CompletableResultCode.ofSuccess();
        }

        @Override
        public CompletableResultCode flush() {
            return CompletableResultCode.ofSuccess();
        }

        @Override
        public CompletableResultCode shutdown() {
            return CompletableResultCode.ofSuccess();
        }
    }

    @Test
    void failureKeepsItsTypeAndNothingElse() {
        Received received = new Received();
        try (SdkTracerProvider tracers = SdkTracerProvider.builder()
                .addSpanProcessor(SimpleSpanProcessor.create(new WordlessSpans(received)))
                .build()) {
            SpanContext caller = SpanContext.createFromRemoteParent(
                    "1".repeat(32),
                    "2".repeat(16),
                    TraceFlags.getSampled(),
                    TraceState.builder().put("caller", "canary").build());
            Span span = tracers.get("test")
                    .spanBuilder("work")
                    .setParent(Context.root().with(Span.wrap(caller)))
                    .addLink(caller)
                    .startSpan();
            span.recordException(new IllegalStateException("canary"));
            span.addEvent("event", Attributes.of(AttributeKey.stringKey("value"), "canary"));
            span.setStatus(StatusCode.ERROR, "canary");
            span.end();
        }

        SpanData span = received.spans.get(0);
        assertThat(List.of(
                        span.getSpanContext(),
                        span.getParentSpanContext(),
                        span.getLinks().get(0).getSpanContext()))
                .allMatch(context -> context.getTraceState().isEmpty())
                .allMatch(context -> context.getTraceId().equals("1".repeat(32)));
        assertThat(span.getParentSpanContext().isRemote()).isTrue();
        assertThat(span.getName()).isEqualTo("work");
        assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
        assertThat(span.getStatus().getDescription()).isEmpty();
        assertThat(span.getEvents().get(0).getAttributes().asMap())
                .containsOnlyKeys(AttributeKey.stringKey("exception.type"))
                .containsValue("java.lang.IllegalStateException");
        assertThat(span.getEvents().get(1).getAttributes().asMap()).isEmpty();
    }
}
