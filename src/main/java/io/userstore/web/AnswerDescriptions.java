package io.userstore.web;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.mapping;

import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.headers.Header;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.IntegerSchema;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.ObjectSchema;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.responses.ApiResponse;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import java.util.TreeMap;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.method.HandlerMethod;

/** Describes how each operation answers: its headers, and every problem it can have. */
final class AnswerDescriptions {

    private static final Set<ProblemCode> OF_ALL = EnumSet.of(
            ProblemCode.VALIDATION_FAILED,
            ProblemCode.UNAUTHENTICATED,
            ProblemCode.FORBIDDEN,
            ProblemCode.NOT_ACCEPTABLE,
            ProblemCode.PAYLOAD_TOO_LARGE,
            ProblemCode.INTERNAL_ERROR,
            ProblemCode.UNAVAILABLE);
    private static final Set<ProblemCode> OF_COMMANDS =
            EnumSet.of(ProblemCode.CONCURRENT_MODIFICATION, ProblemCode.IDEMPOTENCY_KEY_REUSED);
    private static final Set<ProblemCode> OF_CHANGES =
            EnumSet.of(ProblemCode.USER_NOT_FOUND, ProblemCode.VERSION_CONFLICT);

    private AnswerDescriptions() {}

    static void describe(Operation operation, HandlerMethod handler, Form<?> form, boolean command) {
        boolean tagged =
                ResponseEntity.class.isAssignableFrom(handler.getReturnType().getParameterType());
        if (!command && tagged && !form.path().isEmpty()) {
            operation.getResponses().addApiResponse("304", new ApiResponse().description("Not Modified"));
            operation.addParametersItem(OperationDescriptions.header(
                    HttpHeaders.IF_NONE_MATCH, "ETags that need no answer", new StringSchema().example("\"3\"")));
        }
        operation.getResponses().forEach((status, answer) -> {
            if (tagged) {
                answer.addHeaderObject(HttpHeaders.ETAG, header("The user's version in quotes"));
            }
            if (status.equals("201")) {
                answer.addHeaderObject(HttpHeaders.LOCATION, header("The path of the user"));
            }
        });
        describe(operation, problems(handler, form, command));
    }

    /** Of an endpoint that takes them all. */
    static void describeAnyCommand(Operation operation) {
        Set<ProblemCode> codes = EnumSet.allOf(ProblemCode.class);
        codes.removeAll(EnumSet.of(ProblemCode.NOT_FOUND, ProblemCode.METHOD_NOT_ALLOWED));
        Schema<?> line = new ObjectSchema()
                .addProperty("status", new IntegerSchema())
                .addProperty(
                        "body", new Schema<>().description("What the command alone would be answered; null for none"));
        operation
                .getResponses()
                .addApiResponse(
                        "200",
                        answer("What the command's own endpoint answers; of lines one for each, in their order")
                                .addHeaderObject(
                                        CommandAnswers.COUNTED,
                                        header("RecordFailedLogin: whether this failure was counted; not with lines"))
                                .content(new Content()
                                        .addMediaType(
                                                org.springframework.http.MediaType.APPLICATION_JSON_VALUE,
                                                new MediaType().schema(new ObjectSchema()))
                                        .addMediaType(
                                                org.springframework.http.MediaType.APPLICATION_NDJSON_VALUE,
                                                new MediaType().schema(line))))
                .addApiResponse(
                        "201",
                        answer("Register: the user")
                                .addHeaderObject(HttpHeaders.LOCATION, header("The path of the user")))
                .addApiResponse("204", answer("ChangePassword, SoftDelete, Erase"));
        describe(operation, codes);
    }

    private static ApiResponse answer(String description) {
        return new ApiResponse()
                .description(description)
                .addHeaderObject(HttpHeaders.ETAG, header("The user's version in quotes; not with lines"));
    }

    private static void describe(Operation operation, Set<ProblemCode> codes) {
        codes.stream()
                .collect(
                        groupingBy(ProblemCode::status, TreeMap::new, mapping(code -> "`" + code + "`", joining(", "))))
                .forEach((status, named) -> operation
                        .getResponses()
                        .addApiResponse(Integer.toString(status.value()), problem(status, named)));
    }

    private static Set<ProblemCode> problems(HandlerMethod handler, Form<?> form, boolean command) {
        Set<ProblemCode> codes = EnumSet.copyOf(OF_ALL);
        if (!form.body().isEmpty()) {
            codes.add(ProblemCode.UNSUPPORTED_MEDIA_TYPE);
        }
        if (command) {
            codes.addAll(OF_COMMANDS);
            if (!form.path().isEmpty()) {
                codes.addAll(OF_CHANGES);
            }
        }
        Refuses more = handler.getMethodAnnotation(Refuses.class);
        if (more != null) {
            Collections.addAll(codes, more.value());
        }
        return codes;
    }

    private static ApiResponse problem(HttpStatus status, String codes) {
        ApiResponse answer = new ApiResponse()
                .description(codes)
                .content(new Content()
                        .addMediaType(
                                org.springframework.http.MediaType.APPLICATION_PROBLEM_JSON_VALUE,
                                new MediaType().schema(new Schema<>().$ref("#/components/schemas/Problem"))));
        switch (status) {
            case UNAUTHORIZED, FORBIDDEN ->
                answer.addHeaderObject(
                        HttpHeaders.WWW_AUTHENTICATE, header("Bearer, and what is wrong with the token"));
            case SERVICE_UNAVAILABLE -> answer.addHeaderObject(HttpHeaders.RETRY_AFTER, header("Seconds to wait"));
            default -> {}
        }
        return answer;
    }

    private static Header header(String description) {
        return new Header().description(description).schema(new StringSchema());
    }
}
