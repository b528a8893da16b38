package io.userstore.web;

import static java.util.stream.Collectors.joining;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.authentication.AuthenticationServiceException;
import org.springframework.security.core.AuthenticationException;

/** Answers requests that do not get past the filter chain. */
final class Refusals {

    private Refusals() {}

    /** No token, or not a good one. */
    static void unauthenticated(
            HttpServletRequest request, HttpServletResponse response, AuthenticationException failure)
            throws IOException {
        if (failure instanceof AuthenticationServiceException) {
            // The issuer of the JWTs is away; the token may be good.
            ProblemWriter.write(Problem.of(ProblemCode.UNAVAILABLE), response);
            return;
        }
        boolean tokenGiven = request.getHeader(HttpHeaders.AUTHORIZATION) != null;
        response.setHeader(HttpHeaders.WWW_AUTHENTICATE, tokenGiven ? "Bearer error=\"invalid_token\"" : "Bearer");
        ProblemWriter.write(Problem.of(ProblemCode.UNAUTHENTICATED), response);
    }

    /**
     * A good token, and no rule that lets it through. Where no rule says anything of the path or the method, it is
     * answered like that: whoever has a token may know what there is.
     */
    static void denied(HttpServletRequest request, HttpServletResponse response, AccessDeniedException failure)
            throws IOException {
        Set<HttpMethod> methods = ScopeTable.methodsFor(request);
        if (methods.isEmpty()) {
            ProblemWriter.write(Problem.of(ProblemCode.NOT_FOUND), response);
        } else if (!methods.contains(HttpMethod.valueOf(request.getMethod()))) {
            response.setHeader(
                    HttpHeaders.ALLOW, methods.stream().map(HttpMethod::name).collect(joining(", ")));
            ProblemWriter.write(Problem.of(ProblemCode.METHOD_NOT_ALLOWED), response);
        } else {
            response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer error=\"insufficient_scope\"");
            ProblemWriter.write(Problem.of(ProblemCode.FORBIDDEN), response);
        }
    }
}
