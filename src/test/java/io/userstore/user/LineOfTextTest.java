package io.userstore.user;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LineOfTextTest {

    private static final String EMOJI = "\uD83D\uDE00";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "A",
                " Ada  Lovelace ",
                "Zoë O’Neill-Šmíd",
                "山田太郎",
                "محمد",
                "\u200Fمحمد\u200E",
                "क्\u200Dष",
                "\uD83D\uDC69\u200D\uD83D\uDCBB",
                "Ⅳ ﬁ ½"
            })
    void ordinaryTextStaysAsItIs(String text) {
        assertThat(LineOfText.normalized(text)).isEqualTo(text);
    }

    /** Of characters at and around the limits of what is plain. */
    @Test
    void plainTextIsJudgedAsTheTablesJudgeIt() {
        Random random = new Random(1);
        String alphabet = " aZ~!\u007f\u001f\u0000\u00a0\u00e9e\u0301\u200b";
        int refused = 0;
        for (int i = 0; i < 50_000; i++) {
            int kinds = 1 + random.nextInt(alphabet.length());
            int length = random.nextInt(10) == 0 ? 250 + random.nextInt(10) : random.nextInt(6);
            String text = random.ints(length, 0, kinds)
                    .mapToObj(index -> alphabet.substring(index, index + 1))
                    .collect(Collectors.joining());
            String expected = outcome(LineOfText::normalizedByTables, text);
            refused += expected.startsWith("must") ? 1 : 0;
            assertThat(outcome(LineOfText::normalized, text)).isEqualTo(expected);
        }
        assertThat(refused).isBetween(10_000, 40_000);
    }

    private static String outcome(UnaryOperator<String> rule, String text) {
        try {
            return rule.apply(text);
        } catch (InvalidValue e) {
            return String.valueOf(e.getMessage());
        }
    }

    @Test
    void decomposedTextIsComposed() {
        assertThat(LineOfText.normalized("Zoe\u0308 \u1112\u1161\u11AB")).isEqualTo("Zo\u00EB \uD55C");
    }

    @Test
    void emojiCountsAsOneCharacter() {
        assertThat(LineOfText.normalized(EMOJI.repeat(255))).hasSize(510);
        assertRefused(EMOJI.repeat(256), "at most 255 characters");
    }

    @Test
    void lengthIsCountedOnceComposed() {
        assertThat(LineOfText.normalized("e\u0301".repeat(255))).hasSize(255);
        assertRefused("e\u0301".repeat(256), "at most 255 characters");
    }

    @Test
    void longestCompositionsAreCountedOnceComposed() {
        assertThat(LineOfText.normalized("\u03B1\u0313\u0300\u0345".repeat(255)))
                .isEqualTo("\u1F82".repeat(255));
    }

    @Test
    void textThatComposingLengthensIsCountedAfterIt() {
        String excludedFromComposition = "\u0958";

        assertThat(LineOfText.normalized(excludedFromComposition.repeat(127))).hasSize(254);
        assertRefused(excludedFromComposition.repeat(128), "at most 255 characters");
    }

    @Test
    void longRunOfCombiningMarksIsRefusedWithoutSortingIt() {
        String marks = "a" + "\u0301\u0316".repeat(500_000);

        assertTimeoutPreemptively(Duration.ofSeconds(5), () -> assertRefused(marks, "at most 255 characters"));
    }

    @ParameterizedTest
    @ValueSource(
            ints = {
                0x0000, 0x0009, 0x000A, 0x000D, 0x001F, 0x007F, 0x0080, 0x0085, 0x009F, 0x2028, 0x2029, 0xD800, 0xDBFF,
                0xDC00, 0xDFFF, 0x202A, 0x202B, 0x202C, 0x202D, 0x202E, 0x2066, 0x2067, 0x2068, 0x2069
            })
    void controlLineBreakLoneSurrogateOrBidirectionalOverrideIsRefused(int codePoint) {
        String refused = Character.toString(codePoint);

        assertRefused("Ada" + refused + "Lovelace", "must not contain");
        assertRefused(refused + "Ada", "must not contain");
        assertRefused("Ada" + refused, "must not contain");
    }

    @Test
    void surrogatesInTheWrongOrderAreRefused() {
        assertRefused("a\uDE00\uD83Db", "must not contain");
    }

    @ParameterizedTest
    @ValueSource(
            ints = {
                0x0020, 0x00A0, 0x1680, 0x2000, 0x200A, 0x202F, 0x205F, 0x3000, 0x00AD, 0x061C, 0x200B, 0x200C, 0x200D,
                0x200E, 0x2060, 0xFEFF, 0xE0020, 0x034F, 0x115F, 0x3164, 0xFFA0, 0xFE0F, 0x180E, 0xFFF9, 0x2800
            })
    void textWithNothingVisibleIsRefused(int codePoint) {
        String invisible = Character.toString(codePoint);

        assertRefused(invisible, "must not be blank");
        assertRefused(" " + invisible.repeat(3) + "\u200B", "must not be blank");
        assertThat(LineOfText.normalized("A" + invisible)).startsWith("A");
    }

    @Test
    void emptyTextIsRefused() {
        assertRefused("", "must not be blank");
    }

    @Test
    void refusalNeverShowsWhatWasGiven() {
        assertThatThrownBy(() -> LineOfText.normalized("hunter2\n")).hasMessageNotContaining("hunter2");
        assertThatThrownBy(() -> LineOfText.normalized("hunter2".repeat(40))).hasMessageNotContaining("hunter2");
    }

    private static void assertRefused(String text, String why) {
        assertThatThrownBy(() -> LineOfText.normalized(text))
                .isInstanceOf(InvalidValue.class)
                .hasMessageContaining(why);
    }
}
