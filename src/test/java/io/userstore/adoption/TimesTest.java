package io.userstore.adoption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.userstore.user.InvalidValue;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimesTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    2024-02-29 23:59:59.123456       | 2024-02-29T23:59:59.123456Z
                    2024-02-29 23:59:59              | 2024-02-29T23:59:59Z
                    2024-02-29T23:59:59.1Z           | 2024-02-29T23:59:59.100Z
                    2024-02-29T23:59:59.123456789    | 2024-02-29T23:59:59.123456789Z
                    2024-02-29 23:59:59.5+00         | 2024-02-29T23:59:59.500Z
                    2024-02-29T23:59:59+05:30        | 2024-02-29T18:29:59Z
                    2024-02-29T23:59:59-0100         | 2024-03-01T00:59:59Z
                    2024-02-29 23:59:59+01:02:03     | 2024-02-29T22:57:56Z
                    2024-02-29T23:59                 | 2024-02-29T23:59:00Z
                    2024-02-29t23:59z                | 2024-02-29T23:59:00Z
                    2024-02-29T23:59:59,25Z          | 2024-02-29T23:59:59.250Z
                    20240229T235959Z                 | 2024-02-29T23:59:59Z
                    2024-02-29                       | 2024-02-29T00:00:00Z
                    2024-060                         | 2024-02-29T00:00:00Z
                    2024-W09-4T01:00Z                | 2024-02-29T01:00:00Z
                    0001-01-01 00:00:00              | 0001-01-01T00:00:00Z
                    1969-12-31 23:59:59.999999       | 1969-12-31T23:59:59.999999Z
                    """)
    void timeIsReadInAnyFormOfIso8601AndIsUtcWithoutAnOffset(String text, Instant time) {
        assertThat(Times.of(text)).isEqualTo(time);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "yesterday",
                "infinity",
                "2023-02-29 00:00:00",
                "2024-13-01",
                "2024-02-29 24:00:01",
                "1709164800",
                "2024-02-29 23:59:59.",
                "2024-02-29 23:5a:59",
                "29.02.2024",
                "2024-02-29 12:00:00 UTC+1",
                "٢٠٢٤-02-29"
            })
    void whatIsNoTimeIsRefused(String text) {
        assertThatExceptionOfType(InvalidValue.class).isThrownBy(() -> Times.of(text));
    }
}
