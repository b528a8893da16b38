package io.userstore.directory;

import io.userstore.user.EmailAddress;

/** Asks for the {@link UserView} of whoever holds the address, in any spelling; deleted users are not found. */
public record FindUserByEmail(EmailAddress email) {}
