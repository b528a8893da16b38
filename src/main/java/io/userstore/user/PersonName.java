package io.userstore.user;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * A person's name: 1 to 255 characters (code points) on one line in NFC (UAX 15), not blank; spaces around it are kept.
 *
 * @see LineOfText
 */
public record PersonName(@JsonValue String value) {

    /** @throws InvalidValue unless the value is such a text; one in another normal form is brought to NFC */
    public PersonName {
        value = LineOfText.normalized(value);
    }

    /** @throws InvalidValue unless the text is 1 to 255 characters on one line */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static PersonName of(String text) {
        return new PersonName(text);
    }

    /** Shows nothing: personal data must not get into logs. */
    @Override
    public String toString() {
        return "PersonName[***]";
    }
}
