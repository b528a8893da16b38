package io.userstore.adoption;

import io.userstore.user.InvalidValue;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalQueries;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Times as tables have them: ISO 8601, a blank allowed for the T, UTC where there is no offset. */
final class Times {

    private static final String OFFSETS = "[XXXXX][XXXX][X]";

    /** Extended and basic, calendar, ordinal and week dates; the time of day may be shortened or be missing. */
    private static final List<DateTimeFormatter> ALL = Stream.of("uuuu-MM-dd", "uuuuMMdd", "uuuu-DDD", "YYYY-'W'ww-e")
            .map(Times::formatter)
            .toList();

    private Times() {}

    private static DateTimeFormatter formatter(String date) {
        return new DateTimeFormatterBuilder()
                .parseCaseInsensitive()
                .append(
                        date.contains("W")
                                ? DateTimeFormatter.ISO_WEEK_DATE
                                : DateTimeFormatter.ofPattern(date, Locale.ROOT))
                .optionalStart()
                .appendPattern("['T'][ ]")
                .appendPattern("[HH:mm:ss][HH:mm][HHmmss][HHmm][HH]")
                .optionalStart()
                .appendPattern("[.][,]")
                .appendFraction(ChronoField.NANO_OF_SECOND, 1, 9, false)
                .optionalEnd()
                .optionalEnd()
                .appendPattern("[ ]" + OFFSETS)
                .toFormatter(Locale.ROOT)
                .withResolverStyle(ResolverStyle.STRICT);
    }

    /** @throws InvalidValue unless the text is a time */
    static Instant of(String text) {
        Instant ordinary = ordinary(text);
        if (ordinary != null) {
            return ordinary;
        }
        for (DateTimeFormatter form : ALL) {
            try {
                return instant(form.parse(text.strip()));
            } catch (DateTimeException e) {
                // Another form, then.
                continue;
            }
        }
        throw new InvalidValue("must be a time as of ISO 8601");
    }

    private static Instant instant(TemporalAccessor parsed) {
        LocalDate date = LocalDate.from(parsed);
        LocalTime time = Objects.requireNonNullElse(parsed.query(TemporalQueries.localTime()), LocalTime.MIDNIGHT);
        ZoneOffset offset = Objects.requireNonNullElse(parsed.query(TemporalQueries.offset()), ZoneOffset.UTC);
        return date.atTime(time).toInstant(offset);
    }

    /** Of {@code 2026-11-23 22:08:47.123456}, with a T or a Z or without; by far the most, and read without a formatter. */
    private static @Nullable Instant ordinary(String text) {
        int end = text.endsWith("Z") ? text.length() - 1 : text.length();
        if (end < 19
                || end > 29
                || end == 20
                || text.charAt(4) != '-'
                || text.charAt(7) != '-'
                || (text.charAt(10) != ' ' && text.charAt(10) != 'T')
                || text.charAt(13) != ':'
                || text.charAt(16) != ':'
                || (end > 19 && text.charAt(19) != '.')) {
            return null;
        }
        int year = number(text, 0, 4);
        int month = number(text, 5, 7);
        int day = number(text, 8, 10);
        int hour = number(text, 11, 13);
        int minute = number(text, 14, 16);
        int second = number(text, 17, 19);
        int nanos = end == 19 ? 0 : number(text, 20, end);
        if ((year | month | day | hour | minute | second | nanos) < 0) {
            return null;
        }
        for (int digits = end - 20; end > 19 && digits < 9; digits++) {
            nanos *= 10;
        }
        try {
            long seconds = LocalDate.of(year, month, day).toEpochDay() * 86_400
                    + LocalTime.of(hour, minute, second).toSecondOfDay();
            return Instant.ofEpochSecond(seconds, nanos);
        } catch (DateTimeException e) {
            return null;
        }
    }

    /** -1 when it is none. */
    private static int number(String text, int from, int to) {
        int number = 0;
        for (int i = from; i < to; i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            number = number * 10 + digit;
        }
        return number;
    }
}
