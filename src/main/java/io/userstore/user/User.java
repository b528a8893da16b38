package io.userstore.user;

import static io.userstore.user.AccountStatus.ACTIVE;
import static io.userstore.user.AccountStatus.LOCKED;
import static io.userstore.user.AccountStatus.PENDING_VERIFICATION;
import static org.axonframework.modelling.command.AggregateLifecycle.apply;
import static org.axonframework.modelling.command.AggregateLifecycle.getVersion;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import io.userstore.user.command.ChangeEmail;
import io.userstore.user.command.ChangePassword;
import io.userstore.user.command.ChangeProfile;
import io.userstore.user.command.ChangeStatus;
import io.userstore.user.command.Erase;
import io.userstore.user.command.Import;
import io.userstore.user.command.RecordFailedLogin;
import io.userstore.user.command.RecordLogin;
import io.userstore.user.command.Register;
import io.userstore.user.command.ReleaseLock;
import io.userstore.user.command.Restore;
import io.userstore.user.command.SoftDelete;
import io.userstore.user.command.UserCommand;
import io.userstore.user.event.EmailChanged;
import io.userstore.user.event.Erased;
import io.userstore.user.event.Imported;
import io.userstore.user.event.LoginFailed;
import io.userstore.user.event.LoginSucceeded;
import io.userstore.user.event.PasswordChanged;
import io.userstore.user.event.Personal;
import io.userstore.user.event.ProfileChanged;
import io.userstore.user.event.Registered;
import io.userstore.user.event.Restored;
import io.userstore.user.event.SoftDeleted;
import io.userstore.user.event.StatusChanged;
import java.time.Clock;
import java.time.Instant;
import java.util.Objects;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventhandling.SequenceNumber;
import org.axonframework.eventhandling.Timestamp;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateCreationPolicy;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.AggregateRoot;
import org.axonframework.modelling.command.CommandHandlerInterceptor;
import org.axonframework.modelling.command.CreationPolicy;
import org.jspecify.annotations.Nullable;

/** A user account. Decides what becomes of a command; whether an address is free is decided by the log. */
@AggregateRoot(type = User.TYPE)
@JsonAutoDetect(
        fieldVisibility = Visibility.ANY,
        getterVisibility = Visibility.NONE,
        isGetterVisibility = Visibility.NONE)
public class User {

    /** The aggregate type in the log. */
    public static final String TYPE = "user";

    /** Absent until the first event: Axon takes a zero for an identifier. */
    @AggregateIdentifier
    private @Nullable Long id;

    private AccountStatus status = PENDING_VERIFICATION;
    private AccountStatus statusBeforeLock = PENDING_VERIFICATION;
    private @Nullable Instant lockedUntil;
    private int failedAttempts;
    private @Nullable Instant lastFailure;
    private boolean deleted;
    private boolean erased;
    private @Nullable Personal email;
    private @Nullable Profile profile;

    private @Nullable AsImported imported;

    /** For Axon, before it replays. */
    protected User() {}

    @CommandHandler
    User(Register command, UserIds ids) {
        Profile registered = Profile.of(command);
        apply(new Registered(
                ids.next(),
                Personal.of(command.email().value()),
                Personal.of(command.passwordHash().value()),
                registered.name(),
                registered.targetRole(),
                registered.experienceLevel(),
                command.initialStatus().name()));
    }

    @CommandHandlerInterceptor
    void refuseWhenDeleted(UserCommand command) {
        boolean mayCome = !deleted
                || command instanceof Erase
                || (command instanceof Restore && !erased)
                || (command instanceof Import && isAsImported());
        if (!mayCome) {
            throw new UserRejected(UserRejected.Code.USER_DELETED, "the user is deleted");
        }
    }

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    void handle(Import command) {
        if (id != null && !isAsImported()) {
            throw new UserRejected(
                    UserRejected.Code.VERSION_CONFLICT, "the user was registered or has changed in this store");
        }
        Imported wanted = Adoption.of(command);
        if (imported == null || !imported.says(wanted)) {
            apply(wanted);
        }
    }

    @CommandHandler
    void handle(ChangeStatus command, Clock clock) {
        releaseExpiredLock(clock.instant());
        if (command.status() == status) {
            return;
        }
        if (!status.mayBecome(command.status())) {
            throw new UserRejected(UserRejected.Code.INVALID_TRANSITION, status + " cannot become " + command.status());
        }
        apply(new StatusChanged(id(), status.name(), command.status().name(), StatusChanged.ADMINISTRATOR, null));
    }

    @CommandHandler
    AccountStanding handle(RecordFailedLogin command, LockoutPolicy policy, Clock clock) {
        Instant now = clock.instant();
        releaseExpiredLock(now);
        if (status != PENDING_VERIFICATION && status != ACTIVE) {
            return standing(false);
        }
        int attempts = policy.attemptsAfterFailure(failedAttempts, lastFailure, now);
        apply(new LoginFailed(id(), attempts));
        if (policy.locksAt(attempts)) {
            apply(new StatusChanged(
                    id(), status.name(), LOCKED.name(), StatusChanged.TOO_MANY_FAILED_LOGINS, policy.lockedUntil(now)));
        }
        return standing(true);
    }

    @CommandHandler
    void handle(RecordLogin command, Clock clock) {
        releaseExpiredLock(clock.instant());
        if (status != ACTIVE) {
            throw new UserRejected(UserRejected.Code.ACCOUNT_NOT_ACTIVE, "the account is " + status);
        }
        apply(new LoginSucceeded(id()));
    }

    @CommandHandler
    void handle(ReleaseLock command, Clock clock) {
        if (command.lockedUntil().equals(lockedUntil)) {
            releaseExpiredLock(clock.instant());
        }
    }

    @CommandHandler
    void handle(ChangeProfile command) {
        Profile wanted = Profile.of(command);
        if (!wanted.equals(profile)) {
            apply(new ProfileChanged(id(), wanted.name(), wanted.targetRole(), wanted.experienceLevel()));
        }
    }

    @CommandHandler
    void handle(ChangeEmail command) {
        Personal newEmail = Personal.of(command.email().value());
        if (!newEmail.equals(email)) {
            apply(new EmailChanged(id(), newEmail));
        }
    }

    @CommandHandler
    void handle(ChangePassword command) {
        apply(new PasswordChanged(id(), Personal.of(command.passwordHash().value())));
    }

    @CommandHandler
    void handle(SoftDelete command) {
        apply(new SoftDeleted(id()));
    }

    @CommandHandler
    void handle(Restore command) {
        if (deleted) {
            apply(new Restored(id()));
        }
    }

    @CommandHandler
    void handle(Erase command) {
        if (!erased) {
            apply(new Erased(id()));
        }
    }

    @EventSourcingHandler
    void on(Registered event) {
        id = event.id();
        email = event.email();
        profile = Profile.of(event);
        status = AccountStatus.valueOf(event.accountStatus());
    }

    @EventSourcingHandler
    void on(Imported event, @SequenceNumber long version) {
        id = event.id();
        email = event.email();
        profile = Profile.of(event);
        status = AccountStatus.valueOf(event.accountStatus());
        failedAttempts = event.failedLoginAttempts();
        // Not known, but not later than this.
        lastFailure = event.updatedAt();
        deleted = event.deletedAt() != null;
        imported = AsImported.of(event, version);
    }

    @EventSourcingHandler
    void on(StatusChanged event) {
        AccountStatus from = AccountStatus.valueOf(event.from());
        status = AccountStatus.valueOf(event.to());
        lockedUntil = event.lockedUntil();
        if (status == LOCKED) {
            statusBeforeLock = from;
        }
        if (from == LOCKED) {
            failedAttempts = 0;
        }
    }

    @EventSourcingHandler
    void on(LoginFailed event, @Timestamp Instant at) {
        failedAttempts = event.attempts();
        lastFailure = at;
    }

    @EventSourcingHandler
    void on(LoginSucceeded event) {
        failedAttempts = 0;
    }

    @EventSourcingHandler
    void on(ProfileChanged event) {
        profile = Profile.of(event);
    }

    @EventSourcingHandler
    void on(EmailChanged event) {
        email = event.email();
    }

    @EventSourcingHandler
    void on(PasswordChanged event) {
        // No decision depends on the hash, so the aggregate and its snapshots do not hold it.
    }

    @EventSourcingHandler
    void on(SoftDeleted event) {
        deleted = true;
    }

    @EventSourcingHandler
    void on(Restored event) {
        deleted = false;
    }

    @EventSourcingHandler
    void on(Erased event) {
        deleted = true;
        erased = true;
        email = null;
        profile = null;
        imported = null;
    }

    /** A lock that is over binds nobody, even before the store itself gets round to releasing it. */
    private void releaseExpiredLock(Instant now) {
        if (status == LOCKED && lockedUntil != null && !now.isBefore(lockedUntil)) {
            apply(new StatusChanged(id(), LOCKED.name(), statusBeforeLock.name(), StatusChanged.LOCK_EXPIRED, null));
        }
    }

    private boolean isAsImported() {
        return imported != null && imported.isStill(getVersion());
    }

    private long id() {
        return Objects.requireNonNull(id);
    }

    private AccountStanding standing(boolean counted) {
        return new AccountStanding(status, failedAttempts, lockedUntil, counted);
    }
}
