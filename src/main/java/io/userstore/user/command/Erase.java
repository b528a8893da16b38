package io.userstore.user.command;

import org.axonframework.modelling.command.TargetAggregateIdentifier;

/** Makes all that is personal of the user unreadable for ever, in every event too, and releases the address. Final. */
public record Erase(@TargetAggregateIdentifier long id) implements UserCommand {}
