package io.userstore.adoption;

import io.userstore.user.InvalidValue;
import io.userstore.user.command.Import;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** In what a row differs from a user: texts to the letter, times of time columns as times. */
final class Differences {

    private static final Set<Column> NONE = Set.of();

    private Differences() {}

    static Set<Column> between(TableRow row, Import user) {
        Set<Column> different = NONE;
        for (Column column : Column.values()) {
            if (!same(row.text(column), column, user)) {
                different = different.isEmpty() ? EnumSet.of(column) : different;
                different.add(column);
            }
        }
        return different;
    }

    private static boolean same(@Nullable String text, Column column, Import user) {
        return switch (column) {
            case ID -> true;
            case CREATED_AT -> sameTime(text, user.createdAt());
            case UPDATED_AT -> sameTime(text, user.updatedAt());
            case DELETED_AT -> sameTime(text, user.deletedAt());
            case EMAIL -> user.email().value().equals(text);
            case PASSWORD_HASH -> user.passwordHash().value().equals(text);
            case NAME -> user.name().value().equals(text);
            case TARGET_ROLE ->
                Objects.equals(
                        text,
                        user.targetRole() == null ? null : user.targetRole().value());
            case EXPERIENCE_LEVEL -> sameName(text, user.experienceLevel());
            case ACCOUNT_STATUS -> sameName(text, user.accountStatus());
            case FAILED_LOGIN_ATTEMPTS ->
                Integer.toString(user.failedLoginAttempts()).equals(text);
            case LAST_LOGIN_AT ->
                Objects.equals(
                        text,
                        user.lastLoginAt() == null ? null : user.lastLoginAt().toString());
        };
    }

    private static boolean sameName(@Nullable String text, @Nullable Enum<?> value) {
        return Objects.equals(text, value == null ? null : value.name());
    }

    private static boolean sameTime(@Nullable String text, @Nullable Instant time) {
        try {
            return Objects.equals(text == null ? null : Times.of(text), time);
        } catch (InvalidValue e) {
            return false;
        }
    }
}
