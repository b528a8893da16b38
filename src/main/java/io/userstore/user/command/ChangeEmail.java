package io.userstore.user.command;

import io.userstore.user.EmailAddress;
import org.axonframework.modelling.command.TargetAggregateIdentifier;

/** Moves the account to another e-mail address and releases the old one. */
public record ChangeEmail(@TargetAggregateIdentifier long id, EmailAddress email) implements UserCommand {}
