package io.userstore.web;

import io.swagger.v3.oas.models.media.BooleanSchema;
import io.swagger.v3.oas.models.media.IntegerSchema;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import io.userstore.user.InvalidValue;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A named value in a request, wherever it stands in it.
 *
 * @param parse reads its text or throws {@link InvalidValue}
 * @param otherwise what its absence means, if that is a value
 * @param schema what the OpenAPI document says of it, a new one each time
 */
record Field<T>(
        String name, Function<String, T> parse, @Nullable T otherwise, Supplier<Schema<?>> schema) {

    private static final Pattern WHOLE_NUMBER = Pattern.compile("0|[1-9][0-9]{0,18}");
    private static final Map<String, Boolean> BOOLEANS = Map.of("true", true, "false", false);

    private static final int MOST_OF_A_TIME = 40;
    private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant AFTER_LAST = Instant.parse("+10000-01-01T00:00:00Z");

    static <T> Field<T> text(String name, Function<String, T> parse, int maxLength, String description) {
        return new Field<>(
                name,
                parse,
                null,
                () -> new StringSchema().minLength(1).maxLength(maxLength).description(description));
    }

    static <E extends Enum<E>> Field<E> oneOf(String name, List<E> constants) {
        Map<String, E> byName = constants.stream().collect(Collectors.toMap(Enum::name, Function.identity()));
        List<String> names = constants.stream().map(Enum::name).toList();
        String message = "must be one of " + String.join(", ", names);
        return new Field<>(name, text -> found(byName.get(text), message), null, () -> {
            StringSchema schema = new StringSchema();
            names.forEach(schema::addEnumItem);
            return schema;
        });
    }

    static Field<Boolean> bool(String name) {
        return new Field<>(name, text -> found(BOOLEANS.get(text), "must be true or false"), null, BooleanSchema::new);
    }

    static Field<Long> wholeNumber(String name, long min, long max) {
        return new Field<>(
                name,
                text -> number(text, min, max),
                null,
                () -> new IntegerSchema()
                        .format("int64")
                        .minimum(BigDecimal.valueOf(min))
                        .maximum(BigDecimal.valueOf(max)));
    }

    /** A point in time; what is finer than the store's microseconds is rounded up, so that comparisons stay true. */
    static Field<Instant> instant(String name) {
        return new Field<>(
                name,
                Field::instantOf,
                null,
                () -> new StringSchema().format("date-time").example("2026-11-23T07:50:49.966587Z"));
    }

    private static Instant instantOf(String text) {
        try {
            Instant instant = OffsetDateTime.parse(text).toInstant();
            Instant microseconds = instant.truncatedTo(ChronoUnit.MICROS);
            Instant kept = microseconds.equals(instant) ? instant : microseconds.plus(1, ChronoUnit.MICROS);
            if (text.length() <= MOST_OF_A_TIME && !kept.isBefore(FIRST) && kept.isBefore(AFTER_LAST)) {
                return kept;
            }
        } catch (DateTimeParseException e) {
            // Refused like one out of range.
        }
        throw new InvalidValue("must be a time such as 2026-11-23T07:50:49.966587Z, in the years 0001 to 9999");
    }

    Field<T> otherwise(T value) {
        return new Field<>(name, parse, value, () -> {
            Schema<?> withDefault = schema.get();
            withDefault.setDefault(value);
            return withDefault;
        });
    }

    private static long number(String text, long min, long max) {
        // Digits only, and not many of them: no signs, no spaces, no hexadecimal.
        boolean fits = WHOLE_NUMBER.matcher(text).matches() && new BigInteger(text).bitLength() < Long.SIZE;
        if (!fits || Long.parseLong(text) < min || Long.parseLong(text) > max) {
            throw new InvalidValue("must be a whole number from " + min + " to " + max);
        }
        return Long.parseLong(text);
    }

    private static <T> T found(@Nullable T value, String otherwise) {
        if (value == null) {
            throw new InvalidValue(otherwise);
        }
        return value;
    }
}
