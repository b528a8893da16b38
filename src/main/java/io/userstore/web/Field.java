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
import java.util.function.UnaryOperator;
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
    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999999Z");

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

    /** What is at that time or later: what is finer than the store's microseconds is rounded up. */
    static Field<Instant> instant(String name) {
        return instant(name, Field::microsecondsUp);
    }

    /** What is at that time or earlier: rounded down. */
    static Field<Instant> lastInstant(String name) {
        return instant(name, time -> time.truncatedTo(ChronoUnit.MICROS));
    }

    private static Field<Instant> instant(String name, UnaryOperator<Instant> rounded) {
        return new Field<>(
                name,
                text -> rounded.apply(instantOf(text)),
                null,
                () -> new StringSchema().format("date-time").example("2026-11-23T07:50:49.966587Z"));
    }

    private static Instant microsecondsUp(Instant time) {
        Instant down = time.truncatedTo(ChronoUnit.MICROS);
        return down.equals(time) ? time : down.plus(1, ChronoUnit.MICROS);
    }

    private static Instant instantOf(String text) {
        try {
            Instant instant = OffsetDateTime.parse(text).toInstant();
            if (text.length() <= MOST_OF_A_TIME && !instant.isBefore(FIRST) && instant.isBefore(LAST)) {
                return instant;
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
