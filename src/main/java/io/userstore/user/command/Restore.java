package io.userstore.user.command;

import org.axonframework.modelling.command.TargetAggregateIdentifier;

/** Undoes a {@link SoftDelete}; accepted without effect when the user is not deleted. */
public record Restore(@TargetAggregateIdentifier long id) implements UserCommand {}
