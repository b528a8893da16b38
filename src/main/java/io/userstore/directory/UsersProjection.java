package io.userstore.directory;

import io.userstore.directory.UserRow.Column;
import io.userstore.user.AccountStatus;
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
import io.userstore.user.event.UserEvent;
import java.time.Instant;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventhandling.Timestamp;

/**
 * What each event means to the {@code users} table. All values, times included, come from the event, so that a rebuild
 * gives the same bytes.
 */
class UsersProjection {

    private final UserRows rows;

    UsersProjection(UserRows rows) {
        this.rows = rows;
    }

    @EventHandler
    void on(Registered event, @Timestamp Instant at) {
        UserRow row = changed(event, at);
        row.createdAt = at;
        row.email = event.email().or(ErasedColumns.email(event.id()));
        row.passwordHash = event.passwordHash().or(ErasedColumns.PASSWORD_HASH);
        row.name = event.name().or(ErasedColumns.NAME);
        row.targetRole = Personal.orNull(event.targetRole());
        row.experienceLevel = Personal.orNull(event.experienceLevel());
        row.accountStatus = event.accountStatus();
    }

    /** Such a lock has no end, so that nobody asks what was before; what suits an account that nobody has verified yet. */
    @EventHandler
    void on(Imported event) {
        UserRow row = changed(event, event.updatedAt());
        row.imported = true;
        row.createdAt = event.createdAt();
        row.deletedAt = event.deletedAt();
        row.email = event.email().or(ErasedColumns.email(event.id()));
        row.passwordHash = event.passwordHash().or(ErasedColumns.PASSWORD_HASH);
        row.name = event.name().or(ErasedColumns.NAME);
        row.targetRole = Personal.orNull(event.targetRole());
        row.experienceLevel = Personal.orNull(event.experienceLevel());
        row.accountStatus = event.accountStatus();
        row.failedLoginAttempts = event.failedLoginAttempts();
        row.lastLoginAt = event.lastLoginAt();
        row.lockChanged = true;
        row.statusBeforeLock = AccountStatus.LOCKED.name().equals(event.accountStatus())
                ? AccountStatus.PENDING_VERIFICATION.name()
                : null;
        row.lockedUntil = null;
    }

    @EventHandler
    void on(StatusChanged event, @Timestamp Instant at) {
        UserRow row = changed(event, at, Column.ACCOUNT_STATUS);
        row.accountStatus = event.to();
        boolean locks = AccountStatus.LOCKED.name().equals(event.to());
        boolean unlocks = AccountStatus.LOCKED.name().equals(event.from());
        if (unlocks) {
            row.changed.add(Column.FAILED_LOGIN_ATTEMPTS);
            row.failedLoginAttempts = 0;
        }
        if (locks || unlocks) {
            row.lockChanged = true;
            row.statusBeforeLock = locks ? event.from() : null;
            row.lockedUntil = event.lockedUntil();
        }
    }

    @EventHandler
    void on(LoginFailed event, @Timestamp Instant at) {
        changed(event, at, Column.FAILED_LOGIN_ATTEMPTS).failedLoginAttempts = event.attempts();
    }

    @EventHandler
    void on(LoginSucceeded event, @Timestamp Instant at) {
        UserRow row = changed(event, at, Column.FAILED_LOGIN_ATTEMPTS, Column.LAST_LOGIN_AT);
        row.failedLoginAttempts = 0;
        row.lastLoginAt = at;
    }

    @EventHandler
    void on(ProfileChanged event, @Timestamp Instant at) {
        UserRow row = changed(event, at, Column.NAME, Column.TARGET_ROLE, Column.EXPERIENCE_LEVEL);
        row.name = event.name().or(ErasedColumns.NAME);
        row.targetRole = Personal.orNull(event.targetRole());
        row.experienceLevel = Personal.orNull(event.experienceLevel());
    }

    @EventHandler
    void on(EmailChanged event, @Timestamp Instant at) {
        changed(event, at, Column.EMAIL).email = event.email().or(ErasedColumns.email(event.id()));
    }

    @EventHandler
    void on(PasswordChanged event, @Timestamp Instant at) {
        changed(event, at, Column.PASSWORD_HASH).passwordHash =
                event.passwordHash().or(ErasedColumns.PASSWORD_HASH);
    }

    @EventHandler
    void on(SoftDeleted event, @Timestamp Instant at) {
        changed(event, at, Column.DELETED_AT).deletedAt = at;
    }

    @EventHandler
    void on(Restored event, @Timestamp Instant at) {
        changed(event, at, Column.DELETED_AT).deletedAt = null;
    }

    @EventHandler
    void on(Erased event, @Timestamp Instant at) {
        UserRow row = changed(
                event,
                at,
                Column.EMAIL,
                Column.PASSWORD_HASH,
                Column.NAME,
                Column.TARGET_ROLE,
                Column.EXPERIENCE_LEVEL,
                Column.DELETED_AT);
        row.email = ErasedColumns.email(event.id());
        row.passwordHash = ErasedColumns.PASSWORD_HASH;
        row.name = ErasedColumns.NAME;
        row.targetRole = null;
        row.experienceLevel = null;
        row.deletedAt = at;
    }

    private UserRow changed(UserEvent event, Instant at, Column... columns) {
        UserRow row = rows.of(event.id());
        row.updatedAt = at;
        for (Column column : columns) {
            row.changed.add(column);
        }
        return row;
    }
}
