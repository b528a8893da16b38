package io.userstore.user;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * The role a person aims at: 1 to 255 characters (code points) on one line in NFC (UAX 15), not blank; spaces around it are kept.
 *
 * @see LineOfText
 */
public record TargetRole(@JsonValue String value) {

    /** @throws InvalidValue unless the value is such a text; one in another normal form is brought to NFC */
    public TargetRole {
        value = LineOfText.normalized(value);
    }

    /** @throws InvalidValue unless the text is 1 to 255 characters on one line */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static TargetRole of(String text) {
        return new TargetRole(text);
    }

    /** Shows nothing: personal data must not get into logs. */
    @Override
    public String toString() {
        return "TargetRole[***]";
    }
}
