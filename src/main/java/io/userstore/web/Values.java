package io.userstore.web;

import io.userstore.user.InvalidValue;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The values of a request by their fields. */
final class Values {

    private final Map<Field<?>, Object> values = new HashMap<>();

    /** Reads what it can, and leaves a fault for what is not there or means nothing. */
    void read(List<Field<?>> fields, Map<String, String> texts, boolean needed, Faults faults) {
        for (Field<?> field : fields) {
            String text = texts.get(field.name());
            if (faults.has(field.name())) {
                continue;
            }
            if (text != null) {
                read(field, text, faults);
            } else if (needed) {
                faults.add(field.name(), "is required");
            }
        }
    }

    private void read(Field<?> field, String text, Faults faults) {
        try {
            values.put(field, field.parse().apply(text));
        } catch (InvalidValue e) {
            faults.add(field.name(), Objects.requireNonNullElse(e.getMessage(), "is not valid"));
        }
    }

    /** The value of a field that is there, or whose absence has a meaning. */
    <T> T get(Field<T> field) {
        return Objects.requireNonNull(find(field));
    }

    /** The value of a field of the query string that must be there. */
    <T> T need(Field<T> field) {
        T value = find(field);
        if (value == null) {
            throw new InvalidRequest(List.of(new FieldFault(field.name(), "is required")));
        }
        return value;
    }

    @SuppressWarnings("unchecked") // read() puts what the field's own parser gave
    <T> @Nullable T find(Field<T> field) {
        return (T) values.getOrDefault(field, field.otherwise());
    }
}
