package io.userstore.web;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import tools.jackson.databind.json.JsonMapper;

/** Writes problems for everyone who refuses a request: endpoints, filters, the container. */
final class ProblemWriter {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String RETRY_AFTER_SECONDS = "1";

    private ProblemWriter() {}

    static void write(Problem problem, HttpServletResponse response) throws IOException {
        head(problem, response);
        byte[] body = JSON.writeValueAsBytes(problem);
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
        response.flushBuffer();
    }

    /** Status and headers; some refusals come before the filters that set the latter on other answers. */
    static void head(Problem problem, HttpServletResponse response) {
        response.setStatus(problem.status());
        response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        response.setHeader("X-Content-Type-Options", "nosniff");
        if (problem.code() == ProblemCode.UNAVAILABLE) {
            response.setHeader(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS);
        }
    }

    static String json(Problem problem) {
        return JSON.writeValueAsString(problem);
    }
}
