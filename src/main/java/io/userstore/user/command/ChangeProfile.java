package io.userstore.user.command;

import io.userstore.user.ExperienceLevel;
import io.userstore.user.PersonName;
import io.userstore.user.TargetRole;
import org.axonframework.modelling.command.TargetAggregateIdentifier;
import org.jspecify.annotations.Nullable;

/** Replaces the whole profile; an absent role or level clears it. */
public record ChangeProfile(
        @TargetAggregateIdentifier long id,
        PersonName name,
        @Nullable TargetRole targetRole,
        @Nullable ExperienceLevel experienceLevel)
        implements UserCommand {}
