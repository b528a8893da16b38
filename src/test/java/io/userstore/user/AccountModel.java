package io.userstore.user;

import static io.userstore.user.AccountStatus.ACTIVE;
import static io.userstore.user.AccountStatus.LOCKED;
import static io.userstore.user.AccountStatus.PENDING_VERIFICATION;
import static io.userstore.user.AccountStatus.SUSPENDED;

import io.userstore.user.command.ChangeEmail;
import io.userstore.user.command.ChangePassword;
import io.userstore.user.command.ChangeProfile;
import io.userstore.user.command.ChangeStatus;
import io.userstore.user.command.Erase;
import io.userstore.user.command.Import;
import io.userstore.user.command.RecordFailedLogin;
import io.userstore.user.command.RecordLogin;
import io.userstore.user.command.ReleaseLock;
import io.userstore.user.command.Restore;
import io.userstore.user.command.SoftDelete;
import io.userstore.user.command.UserCommand;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The rules of an account a second time, written from the contract's table and not from {@link User}: plain state that
 * is changed in place, and each outcome as text.
 */
final class AccountModel {

    private static final Map<AccountStatus, Set<AccountStatus>> ALLOWED = Map.of(
            PENDING_VERIFICATION, Set.of(ACTIVE, SUSPENDED, LOCKED),
            ACTIVE, Set.of(SUSPENDED, LOCKED),
            SUSPENDED, Set.of(ACTIVE),
            LOCKED, Set.of(ACTIVE, SUSPENDED));

    private final int limit;
    private final Duration lockDuration;
    private final Duration forgottenAfter;

    private AccountStatus status;
    private AccountStatus beforeLock;
    private @Nullable Instant lockEnd;
    private int failures;
    private Instant lastFailure = Instant.MIN;
    private boolean deleted;
    private boolean erased;
    private String email;
    private String profile;

    /** The last import; null once anything else has happened. */
    private @Nullable Import imported;

    AccountModel(LockoutPolicy policy, AccountStatus status, String email, String profile) {
        limit = policy.limit();
        lockDuration = policy.duration();
        forgottenAfter = policy.resetAfter();
        this.status = status;
        this.beforeLock = status;
        this.email = email;
        this.profile = profile;
    }

    /** An account that begins with an import. */
    AccountModel(LockoutPolicy policy, Import command) {
        this(policy, command.accountStatus(), "", "");
        take(command);
    }

    private void take(Import command) {
        imported = command;
        status = command.accountStatus();
        failures = command.failedLoginAttempts();
        lastFailure = command.updatedAt();
        deleted = command.deletedAt() != null;
        email = command.email().value();
        profile = profile(command.name(), command.targetRole(), command.experienceLevel());
    }

    /** The end of the present lock, when it has one. */
    @Nullable
    Instant lockEnd() {
        return lockEnd;
    }

    /**
     * What becomes of a command.
     *
     * @return one line for each event, then one for the answer, if the command has one; or only the code of the refusal
     */
    List<String> outcome(UserCommand command, Instant now) {
        if (command instanceof Import adopted && imported != null) {
            if (imported.equals(adopted)) {
                return List.of();
            }
            take(adopted);
            return List.of("Imported " + email + " " + status + " " + failures + " " + adopted.deletedAt());
        }
        List<String> outcome = outcomeOfOthers(command, now);
        if (outcome.stream().anyMatch(line -> line.matches("[A-Z].*"))) {
            imported = null;
        }
        return outcome;
    }

    private List<String> outcomeOfOthers(UserCommand command, Instant now) {
        if (erased) {
            return command instanceof Erase ? List.of() : List.of("user-deleted");
        }
        if (deleted && !(command instanceof Restore) && !(command instanceof Erase)) {
            return List.of("user-deleted");
        }
        if (command instanceof Import) {
            return List.of("version-conflict");
        }
        List<String> outcome = new ArrayList<>();
        if (command instanceof ChangeStatus change) {
            // Judged as if the store had released an expired lock in time; a refusal leaves the lock as it is.
            AccountStatus present = lockIsOver(now) ? beforeLock : status;
            if (change.status() != present
                    && !ALLOWED.getOrDefault(present, Set.of()).contains(change.status())) {
                return List.of("invalid-transition");
            }
            endLockIfOver(now, outcome);
            if (change.status() != status) {
                changeStatus(change.status(), "ADMINISTRATOR", null, outcome);
            }
        } else if (command instanceof RecordFailedLogin) {
            endLockIfOver(now, outcome);
            boolean counted = status == PENDING_VERIFICATION || status == ACTIVE;
            if (counted) {
                countFailure(now, outcome);
            }
            outcome.add("answer " + status + " " + failures + " " + lockEnd + " " + counted);
        } else if (command instanceof RecordLogin) {
            if ((lockIsOver(now) ? beforeLock : status) != ACTIVE) {
                return List.of("account-not-active");
            }
            endLockIfOver(now, outcome);
            failures = 0;
            outcome.add("LoginSucceeded");
        } else if (command instanceof ReleaseLock release) {
            if (release.lockedUntil().equals(lockEnd)) {
                endLockIfOver(now, outcome);
            }
        } else if (command instanceof ChangeProfile change) {
            String wanted = profile(change.name(), change.targetRole(), change.experienceLevel());
            if (!wanted.equals(profile)) {
                profile = wanted;
                outcome.add("ProfileChanged " + wanted);
            }
        } else if (command instanceof ChangeEmail change) {
            if (!change.email().value().equals(email)) {
                email = change.email().value();
                outcome.add("EmailChanged " + email);
            }
        } else if (command instanceof ChangePassword change) {
            outcome.add("PasswordChanged " + change.passwordHash().value());
        } else if (command instanceof SoftDelete) {
            deleted = true;
            outcome.add("SoftDeleted");
        } else if (command instanceof Restore) {
            if (deleted) {
                outcome.add("Restored");
            }
            deleted = false;
        } else if (command instanceof Erase) {
            erased = true;
            outcome.add("Erased");
        } else {
            throw new AssertionError("the model does not know " + command);
        }
        return outcome;
    }

    static String profile(PersonName name, @Nullable TargetRole role, @Nullable ExperienceLevel level) {
        return name.value() + "," + (role == null ? "-" : role.value()) + "," + (level == null ? "-" : level.name());
    }

    private boolean lockIsOver(Instant now) {
        return lockEnd != null && lockEnd.compareTo(now) <= 0;
    }

    private void endLockIfOver(Instant now, List<String> outcome) {
        if (lockIsOver(now)) {
            changeStatus(beforeLock, "LOCK_EXPIRED", null, outcome);
        }
    }

    private void countFailure(Instant now, List<String> outcome) {
        if (failures > 0 && Duration.between(lastFailure, now).compareTo(forgottenAfter) >= 0) {
            failures = 0;
        }
        failures++;
        lastFailure = now;
        outcome.add("LoginFailed " + failures);
        if (failures >= limit) {
            changeStatus(
                    LOCKED, "TOO_MANY_FAILED_LOGINS", lockDuration.isZero() ? null : now.plus(lockDuration), outcome);
        }
    }

    private void changeStatus(AccountStatus to, String cause, @Nullable Instant end, List<String> outcome) {
        outcome.add("StatusChanged " + status + " " + to + " " + cause + " " + end);
        if (to == LOCKED) {
            beforeLock = status;
        }
        if (status == LOCKED) {
            failures = 0;
        }
        status = to;
        lockEnd = end;
    }
}
