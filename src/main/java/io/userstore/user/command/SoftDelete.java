package io.userstore.user.command;

import org.axonframework.modelling.command.TargetAggregateIdentifier;

/** Marks the user deleted; row and address stay, and only {@link Restore} is accepted from then on. */
public record SoftDelete(@TargetAggregateIdentifier long id) implements UserCommand {}
