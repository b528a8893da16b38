package io.userstore.directory;

import io.userstore.user.AccountStatus;
import io.userstore.user.ExperienceLevel;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A row of {@code users} as events leave it: all of it after a registration, else the columns that changed. Values are
 * absolute, so that folding an event twice does no harm.
 */
final class UserRow {

    /** The columns an event can change after registration. */
    enum Column {
        DELETED_AT,
        EMAIL,
        PASSWORD_HASH,
        NAME,
        TARGET_ROLE,
        EXPERIENCE_LEVEL,
        ACCOUNT_STATUS,
        FAILED_LOGIN_ATTEMPTS,
        LAST_LOGIN_AT;

        int bit() {
            return 1 << ordinal();
        }
    }

    final long id;
    final Set<Column> changed = EnumSet.noneOf(Column.class);

    @Nullable
    Instant createdAt;

    @Nullable
    Instant updatedAt;

    @Nullable
    Instant deletedAt;

    @Nullable
    String email;

    @Nullable
    String passwordHash;

    @Nullable
    String name;

    @Nullable
    String targetRole;

    @Nullable
    String experienceLevel;

    @Nullable
    String accountStatus;

    int failedLoginAttempts;

    @Nullable
    Instant lastLoginAt;

    /** Whether {@link #statusBeforeLock} and {@link #lockedUntil} say something new; the former is null when unlocked. */
    boolean lockChanged;

    @Nullable
    String statusBeforeLock;

    @Nullable
    Instant lockedUntil;

    UserRow(long id) {
        this.id = id;
    }

    /** Whether all columns are to be written, whether the row is there or not. */
    boolean imported;

    boolean isNew() {
        return createdAt != null;
    }

    int changedBits() {
        return changed.stream().mapToInt(Column::bit).sum();
    }

    /** The whole row as a view; only for a row that was folded from its registration on. */
    UserView toView(long version) {
        if (email == null || name == null || accountStatus == null || createdAt == null || updatedAt == null) {
            throw new IllegalStateException("user " + id + " was not folded from its registration on");
        }
        return new UserView(
                id,
                email,
                name,
                targetRole,
                experienceLevel == null ? null : ExperienceLevel.valueOf(experienceLevel),
                AccountStatus.valueOf(accountStatus),
                failedLoginAttempts,
                lastLoginAt,
                lockedUntil,
                createdAt,
                updatedAt,
                deletedAt,
                version);
    }
}
