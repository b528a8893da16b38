package io.userstore.user.command;

import org.axonframework.modelling.command.TargetAggregateIdentifier;

/** Reports one failed login; at the policy's limit the account is locked. */
public record RecordFailedLogin(@TargetAggregateIdentifier long id) implements UserCommand {}
