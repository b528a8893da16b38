package io.userstore.user;

import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * One way of writing a password's hash down. The PHC string format is github.com/P-H-C/phc-string-format, {@code $7$}
 * is crypt(5)'s, PBKDF2 without {@code i=} is Passlib's. Every repetition is bounded and none is nested in an open one:
 * matching takes linear time.
 */
record PasswordHashFormat(String algorithm, Pattern pattern) {

    private static final String BASE64 = "[A-Za-z0-9+/]";
    private static final String CRYPT_BASE64 = "[A-Za-z0-9./]";

    /** Decimal without leading zeros, as PHC wants it. */
    private static final String NUMBER = "[1-9][0-9]{0,9}";

    private static final String SMALL_NUMBER = "[1-9][0-9]{0,2}";

    /** A thousand at least (RFC 8018 section 4.2). */
    private static final String ITERATIONS = "[1-9][0-9]{3,8}";

    private static final String PBKDF2 = "\\$pbkdf2(?:-sha(?:1|256|512))?\\$";

    private static final List<PasswordHashFormat> ALL = List.of(
            format("bcrypt", "\\{bcrypt}", "\\$2[aby]\\$1[0-8]\\$" + CRYPT_BASE64 + "{53}"),
            format(
                    "argon2id",
                    springId("argon2"),
                    "\\$argon2id(?:\\$v=19)?\\$m=" + NUMBER + ",t=" + NUMBER + ",p=" + SMALL_NUMBER
                            + saltAndHash(BASE64)),
            format(
                    "scrypt",
                    springId("scrypt"),
                    "\\$scrypt\\$ln=[1-9][0-9]?,r=" + SMALL_NUMBER + ",p=" + SMALL_NUMBER + saltAndHash(BASE64)),
            // One character of N, five of r, five of p, then the salt.
            format("scrypt", springId("scrypt"), "\\$7\\$" + CRYPT_BASE64 + "{22,97}\\$" + CRYPT_BASE64 + "{43}"),
            format(
                    "pbkdf2",
                    springId("pbkdf2"),
                    PBKDF2 + "i=" + ITERATIONS + "(?:,l=[1-9][0-9]?)?" + saltAndHash(BASE64)),
            // Passlib's base64 has crypt's dot for the plus.
            format("pbkdf2", springId("pbkdf2"), PBKDF2 + ITERATIONS + saltAndHash(CRYPT_BASE64)),
            // Spring's own scrypt string names no algorithm, so the prefix is not optional.
            new PasswordHashFormat(
                    "scrypt", Pattern.compile(springId("scrypt") + "\\$[1-9a-f][0-9a-f]{4,5}" + paddedSaltAndHash())));

    /** The format of a whole hash; empty for any other text. */
    static Optional<PasswordHashFormat> of(String text) {
        return ALL.stream()
                .filter(format -> format.pattern.matcher(text).matches())
                .findFirst();
    }

    private static PasswordHashFormat format(String algorithm, String springId, String hash) {
        return new PasswordHashFormat(algorithm, Pattern.compile("(?:" + springId + ")?" + hash));
    }

    /** Spring's DelegatingPasswordEncoder may date its parameters: {@code {argon2@SpringSecurity_v5_8}}. */
    private static String springId(String name) {
        return "\\{" + name + "(?:@[A-Za-z0-9_.-]{1,32})?}";
    }

    /** A salt of 8 to 64 bytes, and a hash. */
    private static String saltAndHash(String alphabet) {
        return "\\$" + alphabet + "{11,86}\\$" + hash(bytes -> alphabet + "{" + (bytes * 8 + 5) / 6 + "}");
    }

    private static String paddedSaltAndHash() {
        String salt = "(?:" + BASE64 + "{4}){2,21}" + "(?:" + BASE64 + "{2}==|" + BASE64 + "{3}=|" + BASE64 + "{4})";
        return "\\$" + salt + "\\$"
                + hash(bytes -> BASE64 + "{" + (bytes * 8 + 5) / 6 + "}" + "=".repeat((3 - bytes % 3) % 3));
    }

    /** Of a length that libraries write: steps of 8 bytes, or SHA-1's 20. Most cuts leave another length. */
    private static String hash(IntFunction<String> ofBytes) {
        return IntStream.of(16, 20, 24, 32, 40, 48, 56, 64)
                .mapToObj(ofBytes)
                .collect(Collectors.joining("|", "(?:", ")"));
    }
}
