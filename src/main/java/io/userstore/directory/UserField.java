package io.userstore.directory;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What a user's history tells of: the profile, but for what every event sets, and that there is a password hash. */
public enum UserField {
    EMAIL("email", row -> row.email),
    PASSWORD_HASH("passwordHash", row -> row.passwordHash),
    NAME("name", row -> row.name),
    TARGET_ROLE("targetRole", row -> row.targetRole),
    EXPERIENCE_LEVEL("experienceLevel", row -> row.experienceLevel),
    ACCOUNT_STATUS("accountStatus", row -> row.accountStatus),
    /** An {@link Integer}. */
    FAILED_LOGIN_ATTEMPTS("failedLoginAttempts", row -> row.failedLoginAttempts),
    LAST_LOGIN_AT("lastLoginAt", row -> row.lastLoginAt),
    LOCKED_UNTIL("lockedUntil", row -> row.lockedUntil),
    CREATED_AT("createdAt", row -> row.createdAt),
    DELETED_AT("deletedAt", row -> row.deletedAt);

    private final String json;
    private final Function<UserRow, @Nullable Object> read;

    UserField(String json, Function<UserRow, @Nullable Object> read) {
        this.json = json;
        this.read = read;
    }

    /** Its name in profiles, and in events as far as they have it. */
    public String json() {
        return json;
    }

    @Nullable
    Object of(UserRow row) {
        return read.apply(row);
    }

    /** Whether the last event set it, be it to the same value. */
    boolean isSetIn(UserRow row, boolean registered) {
        return switch (this) {
            case CREATED_AT -> registered;
            case LOCKED_UNTIL -> registered || row.lockChanged;
            default -> registered || row.changed.contains(UserRow.Column.valueOf(name()));
        };
    }
}
