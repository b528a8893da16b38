package io.userstore.web;

import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.ObjectSchema;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.parameters.Parameter;
import io.swagger.v3.oas.models.parameters.RequestBody;
import java.util.List;
import org.springdoc.core.customizers.OperationCustomizer;
import org.springframework.core.MethodParameter;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import org.springframework.web.method.HandlerMethod;

/** Describes what each operation takes by the {@link Form} that reads it. */
@Component
class OperationDescriptions implements OperationCustomizer {

    static final String KEY = "The same key never changes anything twice: a repetition gets the first answer";

    @Override
    public Operation customize(Operation operation, HandlerMethod handler) {
        if (handler.getBeanType() == CommandEndpoint.class) {
            CommandDescriptions.describe(operation);
            AnswerDescriptions.describeAnyCommand(operation);
        }
        for (MethodParameter parameter : handler.getMethodParameters()) {
            if (parameter.hasParameterAnnotation(FromRequest.class)) {
                Form<?> form = Forms.of(RequestReader.messageType(parameter));
                boolean command = RequestReader.isCommand(parameter);
                describeFields(operation, form);
                if (command) {
                    describeHeaders(operation, !form.path().isEmpty());
                }
                if (RequestReader.isAudited(parameter)) {
                    operation.addParametersItem(header(
                            CommandHeaders.REASON,
                            "Why this is read, for the record of reads; UTF-8",
                            new StringSchema().maxLength(CommandHeaders.MAX_REASON)));
                }
                AnswerDescriptions.describe(operation, handler, form, command);
            }
        }
        return operation;
    }

    private static void describeFields(Operation operation, Form<?> form) {
        for (Field<?> field : form.path()) {
            operation.addParametersItem(parameter("path", field).required(true));
        }
        for (Field<?> field : form.query()) {
            operation.addParametersItem(parameter("query", field));
        }
        if (!form.body().isEmpty()) {
            operation.requestBody(new RequestBody()
                    .required(true)
                    .content(new Content()
                            .addMediaType(
                                    org.springframework.http.MediaType.APPLICATION_JSON_VALUE,
                                    new MediaType().schema(body(form.needed(), form.optional())))));
        }
    }

    private static Parameter parameter(String place, Field<?> field) {
        return new Parameter()
                .in(place)
                .name(field.name())
                .schema(field.schema().get());
    }

    static ObjectSchema body(List<Field<?>> needed, List<Field<?>> optional) {
        ObjectSchema body = new ObjectSchema();
        body.additionalProperties(false);
        for (Field<?> field : needed) {
            body.addProperty(field.name(), field.schema().get());
            body.addRequiredItem(field.name());
        }
        for (Field<?> field : optional) {
            Schema<?> schema = field.schema().get();
            RecordSchemas.allowNull(schema);
            body.addProperty(field.name(), schema);
        }
        return body;
    }

    private static void describeHeaders(Operation operation, boolean versioned) {
        operation.addParametersItem(header(CommandHeaders.IDEMPOTENCY_KEY, KEY, keySchema()));
        if (versioned) {
            operation.addParametersItem(header(
                    HttpHeaders.IF_MATCH,
                    "The ETag of the version that the user must be at, or * for any; not a list",
                    new StringSchema().example("\"3\"")));
        }
        operation.addParametersItem(header(
                CommandHeaders.REASON,
                "Why, for those who read the history; UTF-8",
                new StringSchema().maxLength(CommandHeaders.MAX_REASON)));
        operation.addParametersItem(traceParent());
    }

    static Schema<?> keySchema() {
        return new StringSchema().minLength(1).maxLength(CommandHeaders.MAX_KEY).pattern("^[ -~]+$");
    }

    static Parameter traceParent() {
        return header(
                CommandHeaders.TRACE_PARENT,
                "W3C Trace Context; its trace id becomes the correlation id of events",
                new StringSchema());
    }

    static Parameter header(String name, String description, Schema<?> schema) {
        return new Parameter().in("header").name(name).description(description).schema(schema);
    }
}
