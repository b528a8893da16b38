package io.userstore.web;

import io.userstore.audit.tree.OutsideTree;
import io.userstore.user.InvalidValue;
import io.userstore.user.UserRejected;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import org.apache.coyote.CloseNowException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.web.firewall.RequestRejectedException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.util.DisconnectedClientHelper;

/** Answers every failure with the problem it is; what nobody foresaw is logged once, without any message. */
@ControllerAdvice
final class Problems {

    private static final Logger LOG = LoggerFactory.getLogger(Problems.class);

    @ExceptionHandler
    void answer(Exception failure, HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (failure instanceof CloseNowException aborted) {
            throw aborted;
        }
        if (response.isCommitted()) {
            return;
        }
        if (failure instanceof ErrorResponse refused) {
            refused.getHeaders().forEach((name, values) -> values.forEach(value -> response.addHeader(name, value)));
        }
        Problem problem = of(failure);
        Object route = request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE);
        log(problem, failure, request.getMethod() + " " + route);
        ProblemWriter.write(problem, response);
    }

    static void log(Problem problem, Exception failure, String what) {
        // A lost connection to the database looks like one to the client: so the answer is tried, and not logged.
        if (problem.code() == ProblemCode.INTERNAL_ERROR
                && !DisconnectedClientHelper.isClientDisconnectedException(failure)) {
            LOG.error("{} failed", what, Wordless.copyOf(failure));
        }
    }

    static Problem of(Throwable failure) {
        if (Outages.isOutage(failure)) {
            return Problem.of(ProblemCode.UNAVAILABLE);
        }
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof UserRejected rejected) {
                ProblemCode code = ProblemCode.of(rejected.code());
                return Problem.of(code, Objects.requireNonNullElse(rejected.getMessage(), code.title()));
            }
            if (cause instanceof InvalidRequest invalid) {
                return Problem.of(ProblemCode.VALIDATION_FAILED, "See errors.", invalid.faults());
            }
            if (cause instanceof OutsideTree outside) {
                String message = Objects.requireNonNullElse(outside.getMessage(), "is not in the tree");
                return Problem.of(
                        ProblemCode.VALIDATION_FAILED,
                        "See errors.",
                        List.of(new FieldFault(outside.field(), message)));
            }
            if (cause instanceof InvalidValue) {
                return Problem.of(ProblemCode.VALIDATION_FAILED);
            }
            if (cause instanceof RequestRefused refused) {
                return Problem.of(refused.code());
            }
            if (cause instanceof ErrorResponse refused) {
                return Problem.of(ProblemCode.of(refused.getStatusCode().value()));
            }
            if (cause instanceof RequestRejectedException) {
                return Problem.of(ProblemCode.VALIDATION_FAILED);
            }
        }
        return Problem.of(ProblemCode.INTERNAL_ERROR);
    }
}
