package io.userstore.user.command;

import java.time.Instant;
import org.axonframework.modelling.command.TargetAggregateIdentifier;

/**
 * Ends a lock whose time is over; sent by the store itself, from any node and any number of times.
 *
 * @param lockedUntil the end of the lock that is meant: a later lock of the same account is left alone
 */
public record ReleaseLock(@TargetAggregateIdentifier long id, Instant lockedUntil) implements UserCommand {}
