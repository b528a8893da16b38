package io.userstore.user;

import io.userstore.user.command.Import;
import io.userstore.user.event.Imported;
import io.userstore.user.event.Personal;

/** What an import makes of a user. */
public final class Adoption {

    private Adoption() {}

    /** The event of a command, for a user who is not there yet or to whom nothing has happened here. */
    public static Imported of(Import command) {
        Profile profile = Profile.of(command.name(), command.targetRole(), command.experienceLevel());
        return new Imported(
                command.id(),
                Personal.of(command.email().value()),
                Personal.of(command.passwordHash().value()),
                profile.name(),
                profile.targetRole(),
                profile.experienceLevel(),
                command.accountStatus().name(),
                command.failedLoginAttempts(),
                command.lastLoginAt(),
                command.createdAt(),
                command.updatedAt(),
                command.deletedAt());
    }
}
