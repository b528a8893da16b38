package io.userstore.user;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TargetRoleTest {

    @Test
    void composedAndDecomposedSpellingsAreEqual() {
        TargetRole composed = TargetRole.of("Zo\u00EB");
        TargetRole decomposed = TargetRole.of("Zoe\u0308");

        assertThat(decomposed).isEqualTo(composed).hasSameHashCodeAs(composed);
        assertThat(decomposed.value()).isEqualTo("Zo\u00EB");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "Ada\tLovelace", "Ada\u202E"})
    void textThatIsNoVisibleLineIsRefused(String text) {
        assertThatThrownBy(() -> TargetRole.of(text)).isInstanceOf(InvalidValue.class);
    }

    @Test
    void twoHundredFiftyFiveCharactersAreTheMost() {
        assertThat(TargetRole.of("a".repeat(255)).value()).hasSize(255);
        assertThatThrownBy(() -> TargetRole.of("a".repeat(256))).isInstanceOf(InvalidValue.class);
    }

    @Test
    void valueInALogShowsNothingOfItself() {
        assertThat(TargetRole.of("Ada")).hasToString("TargetRole[***]");
    }
}
