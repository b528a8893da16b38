package io.userstore.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.userstore.user.InvalidValue;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExpectedVersionTest {

    @Test
    void tagOfOursIsAVersion() {
        assertThat(ExpectedVersion.of(List.of("\"0\""))).isEqualTo(new ExpectedVersion(0L, true));
        assertThat(ExpectedVersion.of(List.of(" \"42\" "))).isEqualTo(new ExpectedVersion(42L, true));
    }

    @Test
    void starIsAnyVersion() {
        assertThat(ExpectedVersion.of(List.of("*"))).isEqualTo(new ExpectedVersion(null, true));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"W/\"3\"", "\"\"", "\"03\"", "\"+3\"", "\"-1\"", "\"abc\"", "\"99999999999999999999\"", "\"3,4\""
            })
    void tagOfOthersMatchesNoVersion(String tag) {
        assertThat(ExpectedVersion.of(List.of(tag))).isEqualTo(new ExpectedVersion(null, false));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "3", "'3'", "\"3", "w/\"3\"", "\"3\", \"4\"", "\"3\",*", "\"a b\"", "**"})
    void everythingElseIsMalformed(String line) {
        assertThatThrownBy(() -> ExpectedVersion.of(List.of(line))).isInstanceOf(InvalidValue.class);
        assertThatThrownBy(() -> ExpectedVersion.of(List.of("\"1\"", "\"1\""))).isInstanceOf(InvalidValue.class);
    }
}
