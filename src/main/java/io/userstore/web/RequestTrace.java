package io.userstore.web;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.userstore.eventlog.MetaDataKeys;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collections;
import java.util.Objects;
import org.slf4j.MDC;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/** Knows the trace of each request, whether or not anybody collects traces: its events have that id, and its log lines. */
@Component
@Order(RequestTrace.INSIDE_THE_SPAN)
class RequestTrace extends OncePerRequestFilter {

    /** Right after the filter that begins the request's span, if requests are traced. */
    static final int INSIDE_THE_SPAN = Ordered.HIGHEST_PRECEDENCE + 2;

    private static final String ID = RequestTrace.class.getName();

    static String idOf(HttpServletRequest request) {
        return Objects.requireNonNull((String) request.getAttribute(ID));
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String id = find(request);
        request.setAttribute(ID, id);
        MDC.put(MetaDataKeys.LOGGED_AS, id);
        try {
            chain.doFilter(request, response);
        } finally {
            MDC.remove(MetaDataKeys.LOGGED_AS);
        }
    }

    private static String find(HttpServletRequest request) {
        SpanContext span = Span.current().getSpanContext();
        return span.isValid()
                ? span.getTraceId()
                : TraceParent.traceIdOf(Collections.list(request.getHeaders(CommandHeaders.TRACE_PARENT)));
    }
}
