package io.userstore.user;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PersonNameTest {

    @Test
    void composedAndDecomposedSpellingsAreEqual() {
        PersonName composed = PersonName.of("Zo\u00EB");
        PersonName decomposed = PersonName.of("Zoe\u0308");

        assertThat(decomposed).isEqualTo(composed).hasSameHashCodeAs(composed);
        assertThat(decomposed.value()).isEqualTo("Zo\u00EB");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "Ada\tLovelace", "Ada\u202E"})
    void textThatIsNoVisibleLineIsRefused(String text) {
        assertThatThrownBy(() -> PersonName.of(text)).isInstanceOf(InvalidValue.class);
    }

    @Test
    void twoHundredFiftyFiveCharactersAreTheMost() {
        assertThat(PersonName.of("a".repeat(255)).value()).hasSize(255);
        assertThatThrownBy(() -> PersonName.of("a".repeat(256))).isInstanceOf(InvalidValue.class);
    }

    @Test
    void valueInALogShowsNothingOfItself() {
        assertThat(PersonName.of("Ada")).hasToString("PersonName[***]");
    }
}
