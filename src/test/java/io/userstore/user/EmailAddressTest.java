package io.userstore.user;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Locale;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EmailAddressTest {

    private static final String AT_EXAMPLE_COM = "@example.com";

    @ParameterizedTest
    @CsvSource(textBlock = """
                    Ada.Lovelace+work@Example.COM, Ada.Lovelace+work@example.com
                    a@straße.de, a@xn--strae-oqa.de
                    a@XN--STRAE-OQA.DE, a@xn--strae-oqa.de
                    a@ПРИМЕР.РФ, a@xn--e1afmkfd.xn--p1ai
                    a@пример.рф, a@xn--e1afmkfd.xn--p1ai
                    a@BÜCHER.example, a@xn--bcher-kva.example
                    a@bu\u0308cher.example, a@xn--bcher-kva.example
                    a@ｅｘａｍｐｌｅ．ｃｏｍ, a@example.com
                    a@例え。テスト, a@xn--r8jz45g.xn--zckzah
                    a@אב.com, a@xn--4dbc.com
                    a@localhost, a@localhost
                    """)
    void domainIsKeptAsLowerCaseALabelAndLocalPartAsTyped(String given, String kept) {
        EmailAddress address = EmailAddress.of(given);

        assertThat(address.value()).isEqualTo(kept);
        assertThat(EmailAddress.of(kept)).isEqualTo(address).hasSameHashCodeAs(address);
    }

    /** Of characters that mean something in a domain, and lengths around its limits. */
    @Test
    void plainDomainIsOneThatUts46LeavesAsItIs() {
        Random random = new Random(1);
        String alphabet = "ab.z09-xn-A_ \u00df/:`{";
        int plain = 0;
        for (int i = 0; i < 200_000; i++) {
            int kinds = 1 + random.nextInt(alphabet.length());
            String domain = random.ints(random.nextInt(9), 0, kinds)
                    .mapToObj(index -> alphabet.substring(index, index + 1))
                    .collect(Collectors.joining());
            if (random.nextInt(20) == 0) {
                domain = "a".repeat(60 + random.nextInt(6)) + domain;
            }
            if (random.nextInt(20) == 0) {
                domain = ("a".repeat(61) + '.').repeat(4) + domain;
            }
            if (EmailAddress.isPlainALabel(domain)) {
                plain++;
                assertThat(EmailAddress.aLabel(domain)).isEqualTo(domain);
            }
        }
        assertThat(plain).isBetween(10_000, 150_000);
        assertThat(EmailAddress.isPlainALabel("mail-1.example.com")).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"a@straße.de, a@strasse.de", "a@Аpple.com, a@apple.com", "a.b@example.com, ab@example.com"})
    void addressesThatOnlyLookAlikeHaveDifferentKeys(String one, String other) {
        assertThat(EmailAddress.of(one).key())
                .isNotEqualTo(EmailAddress.of(other).key());
    }

    @Test
    void addressesDifferingInCaseShareAKeyButAreNotEqual() {
        EmailAddress typed = EmailAddress.of("Ada.Lovelace+Work@EXAMPLE.com");
        EmailAddress lower = EmailAddress.of("ada.lovelace+work@example.COM");

        assertThat(typed.key()).isEqualTo(lower.key()).isEqualTo("ada.lovelace+work@example.com");
        assertThat(typed).isNotEqualTo(lower);
    }

    @Test
    void capitalIIsNotFoldedToTheDotlessOneOnATurkishJvm() {
        Locale before = Locale.getDefault();
        Locale.setDefault(new Locale("tr", "TR"));
        try {
            EmailAddress address = EmailAddress.of("INFO@INFO.example");

            assertThat(address.key()).isEqualTo("info@info.example");
            assertThat(address.value()).isEqualTo("INFO@info.example");
        } finally {
            Locale.setDefault(before);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "plain", "a@b@example.com", "a@@example.com", "@@"})
    void addressWithoutExactlyOneAtIsToldSo(String given) {
        assertThatThrownBy(() -> EmailAddress.of(given))
                .isInstanceOf(InvalidValue.class)
                .hasMessage("must have exactly one @");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "@",
                "@example.com",
                "a@",
                ".a@example.com",
                "a.@example.com",
                "a..b@example.com",
                "\"a b\"@example.com",
                "a b@example.com",
                "a,b@example.com",
                "ä@example.com",
                "\u212Aelvin@example.com",
                "a\u0000@example.com",
                "a\n@example.com",
                "Ada <a@example.com>"
            })
    void localPartThatIsNoDotAtomIsRefused(String given) {
        assertRefused(given);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {" a@example.com", "a@example.com ", "a@example.com\n", "\ta@example.com", "a@example.com\u00A0"})
    void whitespaceAroundAnAddressIsRefusedAndNotTrimmed(String given) {
        assertRefused(given);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "example.com.",
                "example.com\u3002",
                ".example.com",
                "example..com",
                "ex ample.com",
                "ex_ample.com",
                "-example.com",
                "example-.com",
                "ab--cd.com",
                "[127.0.0.1]",
                "example.com:25",
                "example\uFF20example.com",
                "example\u0000.com",
                "xn--a.com",
                "xn--straße.de",
                "xn--example-.com",
                "\u0301a.com",
                "a\u202Eb.com",
                "\u05D0b.com",
                "a\u200Db.com"
            })
    void domainThatBreaksIdnaIsRefused(String domain) {
        assertRefused("a@" + domain);
    }

    @ParameterizedTest
    @ValueSource(chars = {'\uD800', '\uDFFF'})
    void loneSurrogateIsRefused(char surrogate) {
        assertRefused("a@ex" + surrogate + "ample.com");
        assertRefused("a" + surrogate + "@example.com");
    }

    @Test
    void addressOf254CharactersIsTheLongest() {
        String longest = "a".repeat(254 - AT_EXAMPLE_COM.length());

        assertThat(EmailAddress.of(longest + AT_EXAMPLE_COM).value()).hasSize(254);
        assertRefused("a" + longest + AT_EXAMPLE_COM);
    }

    @Test
    void addressThatOutgrowsTheLimitAsALabelIsRefused() {
        String domain = "@bücher.example";
        String aLabel = "@xn--bcher-kva.example";

        assertThat(EmailAddress.of("a".repeat(254 - aLabel.length()) + domain).value())
                .hasSize(254);
        assertRefused("a".repeat(255 - aLabel.length()) + domain);
    }

    @Test
    void addressThatFitsOnlyOnceNormalizedIsRefused() {
        String softHyphen = "\u00AD";

        assertRefused("a".repeat(254 - AT_EXAMPLE_COM.length()) + "@exam" + softHyphen + "ple.com");
    }

    @Test
    void domainLabelOf63CharactersIsTheLongest() {
        assertThat(EmailAddress.of("a@" + "b".repeat(63) + ".com").value()).hasSize(69);
        assertRefused("a@" + "b".repeat(64) + ".com");
    }

    @ParameterizedTest
    @ValueSource(strings = {"hunter2", "hun..ter2@example.com", "a@hunter2_.com", "a@hunter2@hunter2"})
    void refusalNeverShowsWhatWasGiven(String given) {
        assertThatThrownBy(() -> EmailAddress.of(given))
                .isInstanceOf(InvalidValue.class)
                .hasMessageNotContainingAny("hun", "ter2", "example");
    }

    @Test
    void addressInALogShowsNothingOfItself() {
        assertThat(EmailAddress.of("ada@lovelace.example")).hasToString("EmailAddress[***]");
    }

    private static void assertRefused(String given) {
        assertThatThrownBy(() -> EmailAddress.of(given)).isInstanceOf(InvalidValue.class);
    }
}
