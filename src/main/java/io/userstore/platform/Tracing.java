package io.userstore.platform;

import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.SpanExporters;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Spring Boot's tracing, where its defaults would tell too much or too little. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty(TracingOnRequest.ENDPOINT)
class Tracing {

    @Bean
    Sampler sampler(@Value("${management.tracing.sampling.probability}") double probability) {
        return Sampler.parentBased(new LinkedSampler(Sampler.traceIdRatioBased(probability)));
    }

    @Bean
    SpanExporters spanExporters(ObjectProvider<SpanExporter> exporters) {
        return SpanExporters.of(
                exporters.orderedStream().map(WordlessSpans::new).toArray(SpanExporter[]::new));
    }
}
