package io.userstore.directory;

import io.userstore.user.EmailAddress;

/** What the {@code users} row of an erased user shows where a person used to be. */
public final class ErasedColumns {

    static final String NAME = "erased";

    /**
     * No password matches: the last character has bits set that no bcrypt leaves there. Still a bcrypt string, so that
     * whoever checks a password against it gets a no and not an exception.
     */
    static final String PASSWORD_HASH = "$2b$10$" + ".".repeat(22) + ".".repeat(30) + "/";

    private ErasedColumns() {}

    /** Nobody can register at that domain, so it is never taken. */
    static String email(long id) {
        return "erased-" + id + "@" + EmailAddress.ERASED_DOMAIN;
    }

    /** Whether a field shows that there is nobody any more; whoever masks what is personal need not mask this. */
    public static boolean isStandIn(UserField field, String value) {
        return switch (field) {
            case EMAIL -> value.endsWith("@" + EmailAddress.ERASED_DOMAIN);
            case NAME -> value.equals(NAME);
            case PASSWORD_HASH -> value.equals(PASSWORD_HASH);
            default -> false;
        };
    }
}
