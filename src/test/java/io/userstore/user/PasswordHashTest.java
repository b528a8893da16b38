package io.userstore.user;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordHashTest {

    private static final String BCRYPT = "$2b$10$N9qo8uLOickgx2ZMRZoMyerQKEVFj1vJdjpgp6AGhdEpgLcn6nAea";
    private static final String ARGON2 =
            "$argon2id$v=19$m=65536,t=2,p=1$gZiV/M1gPc22ElAH/Jh1Hw$CWOrkoo7oJBQ/iyh7uJ0LO2aLEfrHwTWllSAxT0zRno";
    private static final String SCRYPT =
            "$scrypt$ln=14,r=8,p=1$BDpxh3TFcr2KJa2+sb/NXA$UIbcN8EnWTozOM6bFoltFZvO/nNPTr8uMmFvElmXABA";
    private static final String SCRYPT_OF_CRYPT =
            "$7$C6..../....SodiumChloride$kBGj9fHznVYFQMEn/qDCfrDevf9YDtcDdKvEqHJLV8D";
    private static final String SCRYPT_OF_SPRING = "$e0801$LB7mg3IhWxzgZEJrXNvU7yWBrODdOyH6K+J/NkgnJC6D9otovgP1s+JL5d"
            + "G0MV+YoKltGXE/s6GdxFX7atw0MQ==$TU1VVDE4vdDNadIk0yrl/gAN2ghXOlYFui3llM+hMOs=";
    private static final String PBKDF2 =
            "$pbkdf2-sha256$i=600000$BDpxh3TFcr2KJa2+sb/NXA$HUGwMzGZTUk5RZx5MuZa2KMPBV7P5/E5gNOXEq115M4";

    static String[] wholeHashes() {
        return new String[] {
            BCRYPT,
            BCRYPT.replace("$2b$", "$2a$"),
            BCRYPT.replace("$2b$", "$2y$"),
            BCRYPT.replace("$10$", "$18$"),
            "{bcrypt}" + BCRYPT,
            ARGON2,
            ARGON2.replace("$v=19", ""),
            "{argon2}" + ARGON2,
            "{argon2@SpringSecurity_v5_8}" + ARGON2,
            SCRYPT,
            "{scrypt}" + SCRYPT,
            SCRYPT_OF_CRYPT,
            "{scrypt}" + SCRYPT_OF_CRYPT,
            "{scrypt}" + SCRYPT_OF_SPRING,
            "{scrypt@SpringSecurity_v5_8}" + SCRYPT_OF_SPRING.replace("$e0801$", "$100801$"),
            PBKDF2,
            PBKDF2.replace("i=600000", "i=600000,l=32"),
            "{pbkdf2}" + PBKDF2,
            "{pbkdf2@SpringSecurity_v5_8}" + PBKDF2,
            "$pbkdf2-sha1$i=600000$BDpxh3TFcr2KJa2+sb/NXA$7RqaSeJcGkYarWs9P//C43xyZ54",
            "$pbkdf2-sha512$i=210000,l=64$BDpxh3TFcr2KJa2+sb/NXA$"
                    + "klOXru/pPzp6+96An+urs8GaBBgr/lzs7ZQF0Yj2hYWnRIsWBbVgOoRyzAgVkhCI1c79gYPzVrmVX4D6Cocn2A",
            "$pbkdf2$600000$BDpxh3TFcr2KJa2.sb/NXA$7RqaSeJcGkYarWs9P//C43xyZ54",
            "$pbkdf2-sha256$29000$N2YMIWQsBWBMae09x1jrPQ$1t8iyB2A.WF/Z5JZv.lfCIhXXN33N23OSgQYThBYRfk",
            "$pbkdf2-sha512$210000$BDpxh3TFcr2KJa2.sb/NXA$"
                    + "klOXru/pPzp6.96An.urs8GaBBgr/lzs7ZQF0Yj2hYWnRIsWBbVgOoRyzAgVkhCI1c79gYPzVrmVX4D6Cocn2A",
        };
    }

    @ParameterizedTest
    @MethodSource("wholeHashes")
    void wholeHashIsKeptToTheByte(String text) {
        assertThat(PasswordHash.of(text).value()).isEqualTo(text);
    }

    @Test
    void hashNamesItsAlgorithmWithAndWithoutSpringsPrefix() {
        assertThat(PasswordHash.of(BCRYPT).algorithm()).isEqualTo("bcrypt");
        assertThat(PasswordHash.of("{argon2}" + ARGON2).algorithm()).isEqualTo("argon2id");
        assertThat(PasswordHash.of(SCRYPT).algorithm()).isEqualTo("scrypt");
        assertThat(PasswordHash.of(SCRYPT_OF_CRYPT).algorithm()).isEqualTo("scrypt");
        assertThat(PasswordHash.of("{scrypt}" + SCRYPT_OF_SPRING).algorithm()).isEqualTo("scrypt");
        assertThat(PasswordHash.of(PBKDF2).algorithm()).isEqualTo("pbkdf2");
    }

    @ParameterizedTest
    @MethodSource("wholeHashes")
    void hashCutShortIsRefused(String text) {
        for (int missing = 1; missing <= 4; missing++) {
            assertRefused(text.substring(0, text.length() - missing));
        }
        assertRefused(text.substring(0, text.lastIndexOf('$')));
        assertRefused(text.substring(0, text.lastIndexOf('$') + 1));
        assertRefused(text.substring(1));
    }

    @ParameterizedTest
    @MethodSource("wholeHashes")
    void hashWithAnythingAroundItIsRefused(String text) {
        for (String extra : new String[] {" ", "\n", "\u0000", "a", "=", "$", "{noop}"}) {
            assertRefused(text + extra);
            assertRefused(extra + text);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"00", "04", "09", "19", "20", "31", "1", "100"})
    void bcryptCostOutside10To18IsRefused(String cost) {
        assertRefused(BCRYPT.replace("$10$", "$" + cost + "$"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"$2$10$", "$2x$10$", "$2B$10$", "$2b$", "2b$10$"})
    void bcryptOfAnotherSpellingIsRefused(String start) {
        assertRefused(BCRYPT.replace("$2b$10$", start));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{noop}" + BCRYPT,
                "{argon2}" + BCRYPT,
                "{bcrypt}" + ARGON2,
                "{scrypt}" + ARGON2,
                "{pbkdf2}" + SCRYPT,
                "{scrypt}" + PBKDF2,
                "{argon2}" + SCRYPT_OF_SPRING,
                "{bcrypt}{bcrypt}" + BCRYPT,
                "{bcrypt" + BCRYPT,
                "{}" + BCRYPT,
                "{Bcrypt}" + BCRYPT,
                "{argon2@}" + ARGON2,
                "{argon2@my secret}" + ARGON2,
                SCRYPT_OF_SPRING
            })
    void springPrefixThatDoesNotFitTheAlgorithmIsRefused(String text) {
        assertRefused(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hunter2",
                "",
                " ",
                "correct horse battery staple",
                "{noop}hunter2",
                "{bcrypt}hunter2",
                "{scrypt}hunter2",
                "{scrypt}$e0801$hunter2$hunter2",
                "$2b$10$hunter2",
                "$argon2id$hunter2",
                "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$hunter2",
                "$argon2id$v=19$m=65536,t=2,p=1$salt$CWOrkoo7oJBQ/iyh7uJ0LO2aLEfrHwTWllSAxT0zRno",
                "$scrypt$ln=14,r=8,p=1$hunter2$hunter2",
                "$7$hunter2",
                "$pbkdf2-sha256$29000$hunter2$hunter2",
                "5f4dcc3b5aa765d61d8327deb882cf99",
                "5e884898da28047151d0e56f8dc6292773603d0d6aabbdd62a11ef721d1542d8",
                "{MD5}5f4dcc3b5aa765d61d8327deb882cf99",
                "$1$saltsalt$qjXMvbEw8oaL.CzflDtaK/",
                "$6$saltstring$svn8UoSVapNtMuq1ukKS4tPQd8iKwSMHWjlO/O817G3uBnIFNjnQJuesI68OTLiBFdcbYEdFCoEOfaS35inz1"
            })
    void plainTextOrWeakHashIsRefused(String text) {
        assertRefused(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "$argon2i$v=19$m=65536,t=2,p=1$",
                "$argon2d$v=19$m=65536,t=2,p=1$",
                "$argon2id$v=16$m=65536,t=2,p=1$",
                "$argon2id$v=19$m=65536,t=2$",
                "$argon2id$v=19$t=2,m=65536,p=1$",
                "$argon2id$v=19$m=065536,t=2,p=1$",
                "$argon2id$v=19$m=0,t=2,p=1$"
            })
    void argon2OfAnotherKindOrWithOtherParametersIsRefused(String start) {
        assertRefused(ARGON2.replace("$argon2id$v=19$m=65536,t=2,p=1$", start));
    }

    @ParameterizedTest
    @ValueSource(strings = {"i=999", "999", "i=0600000", "i=", "i=600000,l=0", "600000,l=32", "i=-1000"})
    void pbkdf2WithoutAThousandIterationsIsRefused(String parameters) {
        assertRefused(PBKDF2.replace("i=600000", parameters));
    }

    @Test
    void saltOfEightBytesIsTheShortest() {
        String[] parts = ARGON2.split("gZiV/M1gPc22ElAH/Jh1Hw");

        assertThat(PasswordHash.of(parts[0] + "c29tZXNhbHQ" + parts[1]).algorithm())
                .isEqualTo("argon2id");
        assertRefused(parts[0] + "c29tZXNhbH" + parts[1]);
    }

    @Test
    void hashOf255CharactersIsTheLongest() {
        String argon2 = "$argon2id$v=19$m=4194304000,t=1000000000,p=1$" + "a".repeat(86) + "$" + "b".repeat(86);
        String longest = "{argon2@" + "x".repeat(255 - argon2.length() - 9) + "}" + argon2;
        String tooLong = longest.replace("p=1$", "p=10$");

        assertThat(PasswordHash.of(longest).value()).hasSize(255);
        assertThat(PasswordHashFormat.of(tooLong)).isPresent();
        assertRefused(tooLong);
    }

    @Test
    void hashInALogShowsOnlyItsAlgorithm() {
        assertThat(PasswordHash.of("{bcrypt}" + BCRYPT)).hasToString("PasswordHash[bcrypt]");
    }

    private static void assertRefused(String text) {
        assertThatThrownBy(() -> PasswordHash.of(text))
                .isInstanceOf(InvalidValue.class)
                // One message for every cause: it cannot hold any of the text.
                .hasMessage("must be a whole hash of bcrypt (cost 10 to 18), argon2id, scrypt or PBKDF2,"
                        + " at most 255 characters long");
    }
}
