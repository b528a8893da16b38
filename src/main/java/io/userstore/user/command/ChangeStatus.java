package io.userstore.user.command;

import io.userstore.user.AccountStatus;
import org.axonframework.modelling.command.TargetAggregateIdentifier;

/** Asks for another account status; the allowed transitions are {@link AccountStatus#mayBecome}. */
public record ChangeStatus(@TargetAggregateIdentifier long id, AccountStatus status) implements UserCommand {}
