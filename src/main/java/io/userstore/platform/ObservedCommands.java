package io.userstore.platform;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Scope;
import io.userstore.eventlog.MetaDataKeys;
import org.axonframework.commandhandling.CommandCallback;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.axonframework.commandhandling.gateway.DefaultCommandGateway;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * Measures and traces each command, and names it in the log output, from its sending to its answer, however often it is
 * decided in between: commands are handled on their callers' threads.
 */
final class ObservedCommands extends DefaultCommandGateway {

    private static final AttributeKey<String> OUTCOME = AttributeKey.stringKey("userstore.outcome");

    private final CommandMeters meters;
    private final Tracer tracer;

    ObservedCommands(Builder builder, CommandMeters meters, OpenTelemetry telemetry) {
        super(builder);
        this.meters = meters;
        this.tracer = telemetry.getTracer("io.userstore");
    }

    @Override
    public <C, R> void send(C command, CommandCallback<? super C, ? super R> callback) {
        CommandMessage<C> message = GenericCommandMessage.asCommandMessage(command);
        Span span = tracer.spanBuilder(message.getPayloadType().getSimpleName()).startSpan();
        String before = MDC.get(MetaDataKeys.LOGGED_AS);
        Scope current = span.getSpanContext().isValid() ? span.makeCurrent() : Scope.noop();
        try {
            MDC.put(MetaDataKeys.LOGGED_AS, correlationId(message));
            send(message, span, callback);
        } finally {
            current.close();
            span.end();
            restore(before);
        }
    }

    @SuppressWarnings("unchecked") // A message is sent as its payload is.
    private <C, R> void send(CommandMessage<C> message, Span span, CommandCallback<? super C, ? super R> callback) {
        long begun = System.nanoTime();
        CommandCallback<C, R> observed = (sent, result) -> {
            CommandOutcome outcome = CommandOutcome.of(result);
            meters.record(message.getPayloadType(), outcome, System.nanoTime() - begun);
            span.setAttribute(OUTCOME, outcome.name());
            if (outcome.isFault()) {
                span.setStatus(StatusCode.ERROR);
            }
            callback.onResult(sent, result);
        };
        super.send((C) message, observed);
    }

    /** As its events will have it. */
    private static String correlationId(CommandMessage<?> message) {
        Object id = message.getMetaData().get(MetaDataKeys.CORRELATION_ID);
        return id == null ? message.getIdentifier() : id.toString();
    }

    private static void restore(@Nullable String before) {
        if (before == null) {
            MDC.remove(MetaDataKeys.LOGGED_AS);
        } else {
            MDC.put(MetaDataKeys.LOGGED_AS, before);
        }
    }
}
