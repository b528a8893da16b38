package io.userstore;

import io.userstore.user.AccountStatus;
import io.userstore.user.EmailAddress;
import io.userstore.user.PasswordHash;
import io.userstore.user.PersonName;
import io.userstore.user.command.Register;

/** Ordinary users for tests that are not about their details. */
public final class TestUsers {

    public static final PasswordHash HASH =
            PasswordHash.of("$2b$12$abcdefghijklmnopqrstuvABCDEFGHIJKLMNOPQRSTUVWXYZ01234");

    private TestUsers() {}

    /** An ACTIVE user with this address. */
    public static Register user(String email) {
        return new Register(EmailAddress.of(email), HASH, PersonName.of("Ann"), null, null, AccountStatus.ACTIVE);
    }
}
