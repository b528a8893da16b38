package io.userstore.directory;

import io.userstore.user.EmailAddress;

/** Asks for the {@link CredentialsView} of whoever holds the address; deleted users are not found. */
public record FindCredentials(EmailAddress email) {}
