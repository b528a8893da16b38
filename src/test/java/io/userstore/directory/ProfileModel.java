package io.userstore.directory;

import io.userstore.user.AccountStanding;
import io.userstore.user.AccountStatus;
import io.userstore.user.ExperienceLevel;
import io.userstore.user.command.ChangeEmail;
import io.userstore.user.command.ChangePassword;
import io.userstore.user.command.ChangeProfile;
import io.userstore.user.command.ChangeStatus;
import io.userstore.user.command.Erase;
import io.userstore.user.command.Import;
import io.userstore.user.command.RecordFailedLogin;
import io.userstore.user.command.RecordLogin;
import io.userstore.user.command.Register;
import io.userstore.user.command.Restore;
import io.userstore.user.command.SoftDelete;
import io.userstore.user.command.UserCommand;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What a user looks like after each version, from accepted commands alone: written from the contract, and knows nothing of
 * events.
 */
final class ProfileModel {

    private static final int LIMIT = 5;

    private final long id;
    final List<UserView> versions = new ArrayList<>();
    final List<String> hashes = new ArrayList<>();
    private @Nullable Instant lockedUntil;
    private boolean erased;

    ProfileModel(long id, Register command, Instant at) {
        this.id = id;
        versions.add(new UserView(
                id,
                command.email().value(),
                command.name().value(),
                command.targetRole() == null ? null : command.targetRole().value(),
                command.experienceLevel(),
                command.initialStatus(),
                0,
                null,
                null,
                at,
                at,
                null,
                0));
        hashes.add(command.passwordHash().value());
    }

    /** A user that begins with an import. */
    ProfileModel(Import command) {
        this.id = command.id();
        versions.add(view(command, 0));
        hashes.add(command.passwordHash().value());
    }

    private static UserView view(Import command, long version) {
        return new UserView(
                command.id(),
                command.email().value(),
                command.name().value(),
                command.targetRole() == null ? null : command.targetRole().value(),
                command.experienceLevel(),
                command.accountStatus(),
                command.failedLoginAttempts(),
                command.lastLoginAt(),
                null,
                command.createdAt(),
                command.updatedAt(),
                command.deletedAt(),
                version);
    }

    UserView newest() {
        return versions.get(versions.size() - 1);
    }

    /**
     * @param answer of the command; where a lock ends is known from there
     * @param times those of the events that the command led to
     */
    void accept(UserCommand command, @Nullable Object answer, List<Instant> times) {
        if (times.isEmpty()) {
            return;
        }
        UserView now = newest();
        Instant at = times.get(0);
        if (command instanceof ChangeStatus change) {
            boolean unlocks = now.accountStatus() == AccountStatus.LOCKED;
            lockedUntil = null;
            add(at, change.status(), unlocks ? 0 : now.failedLoginAttempts(), now.lastLoginAt(), now.deletedAt());
        } else if (command instanceof RecordFailedLogin) {
            int attempts = now.failedLoginAttempts() + 1;
            add(at, now.accountStatus(), attempts, now.lastLoginAt(), null);
            if (attempts >= LIMIT) {
                lockedUntil = ((AccountStanding) Objects.requireNonNull(answer)).lockedUntil();
                add(times.get(1), AccountStatus.LOCKED, attempts, now.lastLoginAt(), null);
            }
        } else if (command instanceof RecordLogin) {
            add(at, now.accountStatus(), 0, at, null);
        } else if (command instanceof SoftDelete) {
            add(at, now.accountStatus(), now.failedLoginAttempts(), now.lastLoginAt(), at);
        } else if (command instanceof Restore) {
            add(at, now.accountStatus(), now.failedLoginAttempts(), now.lastLoginAt(), null);
        } else if (command instanceof ChangeEmail change) {
            add(at, change.email().value(), now.name(), now.targetRole(), now.experienceLevel());
        } else if (command instanceof ChangePassword change) {
            add(at, now.email(), now.name(), now.targetRole(), now.experienceLevel());
            hashes.set(hashes.size() - 1, change.passwordHash().value());
        } else if (command instanceof ChangeProfile change) {
            add(
                    at,
                    now.email(),
                    change.name().value(),
                    change.targetRole() == null ? null : change.targetRole().value(),
                    change.experienceLevel());
        } else if (command instanceof Import adopted) {
            add(view(adopted, now.version() + 1));
            hashes.set(hashes.size() - 1, adopted.passwordHash().value());
        } else if (command instanceof Erase) {
            erased = true;
            add(at, now.accountStatus(), now.failedLoginAttempts(), now.lastLoginAt(), at);
            versions.replaceAll(withoutPerson());
            hashes.replaceAll(hash -> ErasedColumns.PASSWORD_HASH);
        } else {
            throw new AssertionError("the model does not know " + command);
        }
        if (newest().version() + 1 != versions.size() || times.size() != versions.size() - now.version() - 1) {
            throw new AssertionError(command + " led to " + times.size() + " events");
        }
    }

    boolean isErased() {
        return erased;
    }

    /** Role and level go with the key, whichever version is asked for. */
    private UnaryOperator<UserView> withoutPerson() {
        return then -> new UserView(
                id,
                "erased-" + id + "@erased.invalid",
                "erased",
                null,
                null,
                then.accountStatus(),
                then.failedLoginAttempts(),
                then.lastLoginAt(),
                then.lockedUntil(),
                then.createdAt(),
                then.updatedAt(),
                then.deletedAt(),
                then.version());
    }

    private void add(
            Instant at,
            AccountStatus status,
            int attempts,
            @Nullable Instant lastLoginAt,
            @Nullable Instant deletedAt) {
        UserView now = newest();
        add(new UserView(
                id,
                now.email(),
                now.name(),
                now.targetRole(),
                now.experienceLevel(),
                status,
                attempts,
                lastLoginAt,
                lockedUntil,
                now.createdAt(),
                at,
                deletedAt,
                now.version() + 1));
    }

    private void add(
            Instant at, String email, String name, @Nullable String targetRole, @Nullable ExperienceLevel level) {
        UserView now = newest();
        add(new UserView(
                id,
                email,
                name,
                targetRole,
                level,
                now.accountStatus(),
                now.failedLoginAttempts(),
                now.lastLoginAt(),
                lockedUntil,
                now.createdAt(),
                at,
                now.deletedAt(),
                now.version() + 1));
    }

    private void add(UserView next) {
        versions.add(next);
        hashes.add(Objects.requireNonNull(hashes.get(hashes.size() - 1)));
    }
}
