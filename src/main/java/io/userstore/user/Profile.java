package io.userstore.user;

import io.userstore.user.command.ChangeProfile;
import io.userstore.user.command.Register;
import io.userstore.user.event.Imported;
import io.userstore.user.event.Personal;
import io.userstore.user.event.ProfileChanged;
import io.userstore.user.event.Registered;
import org.jspecify.annotations.Nullable;

/** What a user says of itself, as events have it. */
record Profile(
        Personal name,
        @Nullable Personal targetRole,
        @Nullable Personal experienceLevel) {

    static Profile of(Register command) {
        return of(command.name(), command.targetRole(), command.experienceLevel());
    }

    static Profile of(ChangeProfile command) {
        return of(command.name(), command.targetRole(), command.experienceLevel());
    }

    static Profile of(Registered event) {
        return new Profile(event.name(), event.targetRole(), event.experienceLevel());
    }

    static Profile of(Imported event) {
        return new Profile(event.name(), event.targetRole(), event.experienceLevel());
    }

    static Profile of(ProfileChanged event) {
        return new Profile(event.name(), event.targetRole(), event.experienceLevel());
    }

    static Profile of(PersonName name, @Nullable TargetRole role, @Nullable ExperienceLevel level) {
        return new Profile(
                Personal.of(name.value()),
                role == null ? null : Personal.of(role.value()),
                level == null ? null : Personal.of(level.name()));
    }
}
