package io.userstore.adoption;

import java.util.Locale;

/** The columns of {@code users}, in the source as in the store. */
public enum Column {
    ID,
    CREATED_AT,
    UPDATED_AT,
    DELETED_AT,
    EMAIL,
    PASSWORD_HASH,
    NAME,
    TARGET_ROLE,
    EXPERIENCE_LEVEL,
    ACCOUNT_STATUS,
    FAILED_LOGIN_ATTEMPTS,
    LAST_LOGIN_AT;

    public String sql() {
        return name().toLowerCase(Locale.ROOT);
    }
}
