package io.userstore.user.command;

import io.userstore.user.PasswordHash;
import org.axonframework.modelling.command.TargetAggregateIdentifier;

/** Replaces the password hash. */
public record ChangePassword(@TargetAggregateIdentifier long id, PasswordHash passwordHash) implements UserCommand {}
