package io.userstore.web;

import io.swagger.v3.core.converter.ModelConverters;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.media.Schema;
import io.userstore.audit.EventItem;
import io.userstore.audit.EventPage;
import io.userstore.audit.HistoryItem;
import io.userstore.audit.HistoryPage;
import io.userstore.audit.tree.ConsistencyProof;
import io.userstore.audit.tree.InclusionProof;
import io.userstore.directory.CredentialsView;
import io.userstore.directory.UserPage;
import io.userstore.directory.UserView;
import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Says of the records in answers what springdoc does not see: every property is there, and which may be null. */
final class RecordSchemas {

    private static final List<Class<? extends Record>> ANSWERS = List.of(
            UserView.class,
            UserPage.class,
            HistoryPage.class,
            HistoryItem.class,
            HistoryItem.Change.class,
            CredentialsView.class,
            FailedLoginAnswer.class,
            InclusionProof.class,
            ConsistencyProof.class,
            EventPage.class,
            EventItem.class,
            Problem.class,
            FieldFault.class);

    private RecordSchemas() {}

    static void complete(Components components) {
        ModelConverters.getInstance(true).readAll(Problem.class).forEach(components::addSchemas);
        for (Class<? extends Record> answer : ANSWERS) {
            Schema<?> schema = Objects.requireNonNull(components.getSchemas().get(answer.getSimpleName()));
            for (RecordComponent component : answer.getRecordComponents()) {
                schema.addRequiredItem(component.getName());
                if (component.getAnnotatedType().isAnnotationPresent(Nullable.class)) {
                    allowNull(Objects.requireNonNull(schema.getProperties().get(component.getName())));
                }
            }
        }
    }

    /** As OpenAPI 3.1 and JSON Schema say it: null is a type, and one of the enumerated values. */
    @SuppressWarnings("unchecked") // null belongs to every type
    static void allowNull(Schema<?> schema) {
        if (schema.getTypes() == null) {
            schema.addType(schema.getType());
        }
        schema.addType("null");
        if (schema.getEnum() != null) {
            ((Schema<@Nullable Object>) schema).addEnumItemObject(null);
        }
    }
}
