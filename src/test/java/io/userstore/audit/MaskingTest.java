package io.userstore.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.userstore.user.event.Personal;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class MaskingTest {

    private static final String BCRYPT = "$2b$10$N9qo8uLOickgx2ZMRZoMyerQKEVFj1vJdjpgp6AGhdEpgLcn6nAea";

    @ParameterizedTest
    @CsvSource({
        "email, ann@example.org, a***@example.org",
        "email, a@example.org, a***@example.org",
        "email, no address, ***",
        "name, Ann Onymous, A***",
        "name, 𝒜nn, 𝒜***",
        "name, A, A***",
        "sourceAddress, 2001:db8::a, ***",
        "whatComesNext, anything, ***",
        "targetRole, Architect, Architect",
        "experienceLevel, SENIOR, SENIOR",
        "onBehalfOf, clerk-7, c***",
        "onBehalfOf, ann@example.org, a***@example.org",
        "onBehalfOf, @, @***@",
        "reason, a ticket, a ticket"
    })
    void personalTextIsMaskedAsFarAsItsFieldNeedsAndShownToThoseWhoMay(String field, String text, String masked) {
        assertThat(Masking.of(false).show(field, Personal.of(text))).isEqualTo(masked);
        assertThat(Masking.of(true).show(field, Personal.of(text))).isEqualTo(text);
        assertThat(Masking.WITHHELD.show(field, Personal.of(text))).isEqualTo("***");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                BCRYPT + " $2b$10$***",
                "{bcrypt}" + BCRYPT + " {bcrypt}$2b$10$***",
                "$argon2id$v=19$m=65536,t=2,p=1$gZiV/M1gPc22ElAH/Jh1Hw$CWOrkoo7oJBQ/iyh7uJ0LO2aLEfrHwTWllSAxT0zRno"
                        + " $argon2id$v=19$m=65536,t=2,p=1$***",
                "{argon2@SpringSecurity_v5_8}$argon2id$m=65536,t=2,p=1$gZiV/M1gPc22ElAH/Jh1Hw$"
                        + "CWOrkoo7oJBQ/iyh7uJ0LO2aLEfrHwTWllSAxT0zRno"
                        + " {argon2@SpringSecurity_v5_8}$argon2id$m=65536,t=2,p=1$***",
                "$scrypt$ln=14,r=8,p=1$BDpxh3TFcr2KJa2+sb/NXA$UIbcN8EnWTozOM6bFoltFZvO/nNPTr8uMmFvElmXABA"
                        + " $scrypt$ln=14,r=8,p=1$***",
                "$7$C6..../....SodiumChloride$kBGj9fHznVYFQMEn/qDCfrDevf9YDtcDdKvEqHJLV8D $7$C6..../....***",
                "{scrypt}$e0801$LB7mg3IhWxzgZEJrXNvU7yWBrODdOyH6K+J/NkgnJC6D9otovgP1s+JL5d"
                        + "G0MV+YoKltGXE/s6GdxFX7atw0MQ==$TU1VVDE4vdDNadIk0yrl/gAN2ghXOlYFui3llM+hMOs="
                        + " {scrypt}$e0801$***",
                "$pbkdf2-sha256$29000$N2YMIWQsBWBMae09x1jrPQ$1t8iyB2A.WF/Z5JZv.lfCIhXXN33N23OSgQYThBYRfk"
                        + " $pbkdf2-sha256$29000$***",
                "$pbkdf2-sha256$i=600000,l=32$BDpxh3TFcr2KJa2+sb/NXA$HUGwMzGZTUk5RZx5MuZa2KMPBV7P5/E5gNOXEq115M4"
                        + " $pbkdf2-sha256$i=600000,l=32$***",
                "hunter2 ***",
                "$6$rounds=5000$salt$hash ***"
            })
    void passwordHashIsItsAlgorithmAndParametersForEverybody(String hash, String shown) {
        for (Masking masking : Masking.values()) {
            assertThat(masking.show("passwordHash", Personal.of(hash))).isEqualTo(shown);
        }
    }

    @ParameterizedTest
    @EnumSource
    void erasedTextIsErasedForEverybody(Masking masking) {
        for (String field : new String[] {"email", "name", "passwordHash", "targetRole", "reason", "whatComesNext"}) {
            assertThat(masking.show(field, Personal.Erased.ERASED)).isEqualTo("erased");
        }
    }
}
