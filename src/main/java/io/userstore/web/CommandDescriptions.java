package io.userstore.web;

import static org.springframework.http.MediaType.APPLICATION_JSON_VALUE;
import static org.springframework.http.MediaType.APPLICATION_NDJSON_VALUE;

import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.IntegerSchema;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.ObjectSchema;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.parameters.RequestBody;
import io.userstore.user.command.UserCommand;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Describes the commands that are sent by their names, by the forms that read their payloads. */
final class CommandDescriptions {

    private CommandDescriptions() {}

    static void describe(Operation operation) {
        Schema<?> command = new Schema<>();
        ScopeTable.commands().keySet().stream()
                .sorted(Comparator.comparing(Class::getSimpleName))
                .forEach(type -> command.addOneOfItem(schema(type)));
        operation.requestBody(new RequestBody()
                .required(true)
                .content(new Content()
                        .addMediaType(APPLICATION_JSON_VALUE, new MediaType().schema(command))
                        .addMediaType(APPLICATION_NDJSON_VALUE, new MediaType().schema(command))));
        if (operation.getParameters() == null) {
            operation.addParametersItem(OperationDescriptions.traceParent());
        }
    }

    private static Schema<?> schema(Class<? extends UserCommand> type) {
        Form<?> form = Forms.of(type);
        List<Field<?>> needed =
                Stream.concat(form.path().stream(), form.needed().stream()).toList();
        Schema<?> command = new ObjectSchema().additionalProperties(false);
        command.addProperty(CommandText.COMMAND, new StringSchema().addEnumItem(type.getSimpleName()));
        command.addProperty(CommandText.PAYLOAD, OperationDescriptions.body(needed, form.optional()));
        command.addRequiredItem(CommandText.COMMAND);
        command.addRequiredItem(CommandText.PAYLOAD);
        command.addProperty(
                CommandText.IDEMPOTENCY_KEY, OperationDescriptions.keySchema().description(OperationDescriptions.KEY));
        command.addProperty(CommandText.REASON, new StringSchema().maxLength(CommandHeaders.MAX_REASON));
        command.addProperty(
                CommandText.ON_BEHALF_OF,
                new StringSchema()
                        .maxLength(CommandHeaders.MAX_ON_BEHALF_OF)
                        .description("For whom the caller does it, for those who read the history"));
        if (!form.path().isEmpty()) {
            command.addProperty(
                    CommandText.EXPECTED_VERSION,
                    new IntegerSchema()
                            .format("int64")
                            .minimum(BigDecimal.ZERO)
                            .description("The version that the user must be at"));
        }
        return command;
    }
}
