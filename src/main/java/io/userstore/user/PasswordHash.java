package io.userstore.user;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * A password's hash as its own algorithm writes it: a whole PHC or modular-crypt string of bcrypt (cost 10 to 18),
 * argon2id, scrypt or PBKDF2, optionally with Spring's {@code {id}} prefix; at most 255 characters. Anything else might
 * be a password and is refused without being shown.
 *
 * @see PasswordHashFormat
 */
public record PasswordHash(@JsonValue String value) {

    private static final int MAX_LENGTH = 255;

    /** @throws InvalidValue unless the value is a whole hash */
    public PasswordHash {
        formatOf(value);
    }

    /** @throws InvalidValue unless the text is a whole hash */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static PasswordHash of(String text) {
        return new PasswordHash(text);
    }

    /** {@code bcrypt}, {@code argon2id}, {@code scrypt} or {@code pbkdf2}. */
    public String algorithm() {
        return formatOf(value).algorithm();
    }

    @Override
    public String toString() {
        return "PasswordHash[" + algorithm() + "]";
    }

    private static PasswordHashFormat formatOf(String value) {
        if (value.length() > MAX_LENGTH) {
            throw refused();
        }
        return PasswordHashFormat.of(value).orElseThrow(PasswordHash::refused);
    }

    private static InvalidValue refused() {
        return new InvalidValue("must be a whole hash of bcrypt (cost 10 to 18), argon2id, scrypt or PBKDF2, at most "
                + MAX_LENGTH + " characters long");
    }
}
