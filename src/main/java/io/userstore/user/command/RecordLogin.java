package io.userstore.user.command;

import org.axonframework.modelling.command.TargetAggregateIdentifier;

/** Reports a successful login; refused unless the account is ACTIVE. */
public record RecordLogin(@TargetAggregateIdentifier long id) implements UserCommand {}
