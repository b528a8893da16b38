package io.userstore.audit;

import io.userstore.directory.ErasedColumns;
import io.userstore.directory.UserField;
import io.userstore.directory.UserView;
import io.userstore.user.InvalidValue;
import io.userstore.user.PasswordHash;
import io.userstore.user.event.Personal;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a reader gets to see of the personal texts of events: no password's hash in any case. */
enum Masking {

    /** Nothing: for places that no erasure reaches. */
    WITHHELD,

    /** Enough to tell one from another, for most. */
    MASKED,

    /** For those with the scope to see personal data as it is. */
    CLEAR;

    /** In the place of what was erased with its user. */
    static final String ERASED = "erased";

    static final String HIDDEN = "***";

    /**
     * In all formats of {@link PasswordHash} the salt and the hash are the last two parts, or in bcrypt's the last one; in
     * {@code $7$} eleven characters of parameters stand before the salt.
     */
    private static final Pattern PARAMETERS = Pattern.compile(
            "(?<shown>(?:\\{[^}]*})?(?:\\$2[aby]\\$[0-9]+\\$|\\$7\\$.{11}|\\$(?:.*\\$)?(?=[^$]+\\$[^$]+$))).*");

    static Masking of(boolean unmasked) {
        return unmasked ? CLEAR : MASKED;
    }

    /** @param field the name it goes by in events and in the users table; what nobody decided on is hidden */
    String show(String field, Personal personal) {
        return personal instanceof Personal.Text text ? show(field, text.value()) : ERASED;
    }

    /** Any value of a field; those that are not personal as they are. */
    @Nullable
    Object show(UserField field, @Nullable Object value) {
        if (value instanceof Personal personal) {
            return show(field.json(), personal);
        }
        return value instanceof String text && field != UserField.ACCOUNT_STATUS ? show(field, text) : value;
    }

    private String show(UserField field, String text) {
        if (ErasedColumns.isStandIn(field, text)) {
            return field == UserField.PASSWORD_HASH ? ERASED : text;
        }
        return show(field.json(), text);
    }

    /** A profile, which has no password hash. */
    UserView show(UserView user) {
        return new UserView(
                user.id(),
                show(UserField.EMAIL, user.email()),
                show(UserField.NAME, user.name()),
                user.targetRole(),
                user.experienceLevel(),
                user.accountStatus(),
                user.failedLoginAttempts(),
                user.lastLoginAt(),
                user.lockedUntil(),
                user.createdAt(),
                user.updatedAt(),
                user.deletedAt(),
                user.version());
    }

    private String show(String field, String text) {
        return switch (field) {
            case "passwordHash" -> parameters(text);
            case "targetRole", "experienceLevel", "reason" -> this == WITHHELD ? HIDDEN : text;
            default ->
                switch (this) {
                    case WITHHELD -> HIDDEN;
                    case MASKED -> masked(field, text);
                    case CLEAR -> text;
                };
        };
    }

    private static String masked(String field, String text) {
        return switch (field) {
            case "email" -> text.indexOf('@') < 0 ? HIDDEN : address(text);
            case "name" -> first(text) + HIDDEN;
            // Often a login or an address, which a service fills in by itself.
            case "onBehalfOf" -> text.indexOf('@') < 0 ? first(text) + HIDDEN : address(text);
            default -> HIDDEN;
        };
    }

    private static String address(String text) {
        return first(text) + HIDDEN + text.substring(text.lastIndexOf('@'));
    }

    private static String first(String text) {
        return text.isEmpty() ? "" : text.substring(0, text.offsetByCodePoints(0, 1));
    }

    private static String parameters(String hash) {
        Matcher matcher = PARAMETERS.matcher(hash);
        return isHash(hash) && matcher.matches() ? matcher.group("shown") + HIDDEN : HIDDEN;
    }

    private static boolean isHash(String text) {
        try {
            PasswordHash.of(text);
            return true;
        } catch (InvalidValue e) {
            return false;
        }
    }
}
