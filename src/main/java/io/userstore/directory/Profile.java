package io.userstore.directory;

import io.userstore.user.AccountStatus;
import io.userstore.user.ExperienceLevel;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Objects;
import org.hibernate.annotations.Immutable;
import org.hibernate.annotations.Subselect;
import org.jspecify.annotations.Nullable;

/**
 * A row of {@code users} with what the table's contract has no column for: the lock, and the version of the stream that
 * the row shows. All in one statement, hence of one moment.
 */
@Entity
@Immutable
@Subselect(Profile.ROWS)
class Profile {

    /** All rows; the columns are in the order of {@link #of}. */
    static final String ROWS = """
            SELECT users.id, users.created_at AT TIME ZONE 'UTC' AS created_at,
                   users.updated_at AT TIME ZONE 'UTC' AS updated_at, users.deleted_at AT TIME ZONE 'UTC' AS deleted_at,
                   users.email, users.password_hash, users.name, users.target_role, cast(users.experience_level AS text) AS experience_level,
                   cast(users.account_status AS text) AS account_status,
                   cast(users.failed_login_attempts AS integer) AS failed_login_attempts, users.last_login_at,
                   account_locks.locked_until, cast(account_locks.status_before AS text) AS status_before_lock,
                   (SELECT max(version) FROM event_log WHERE aggregate_id = cast(users.id AS text)) AS version
              FROM users
              LEFT JOIN account_locks ON account_locks.user_id = users.id
            """;

    @Id
    private long id;

    /** Instants made of the table's UTC by the database: in the JVM's zone some of these times do not exist. */
    private Instant createdAt;

    private Instant updatedAt;
    private @Nullable Instant deletedAt;
    private String email;
    private String passwordHash;
    private String name;
    private @Nullable String targetRole;

    @Enumerated(EnumType.STRING)
    private @Nullable ExperienceLevel experienceLevel;

    @Enumerated(EnumType.STRING)
    private AccountStatus accountStatus;

    private int failedLoginAttempts;
    private @Nullable String lastLoginAt;
    private @Nullable Instant lockedUntil;

    @Enumerated(EnumType.STRING)
    private @Nullable AccountStatus statusBeforeLock;

    private long version;

    /** For Hibernate, which then sets every field from a column, and for {@link #of}. */
    @SuppressWarnings("NullAway.Init")
    protected Profile() {}

    /** The current one of {@link #ROWS}. */
    static Profile of(ResultSet row) throws SQLException {
        Profile profile = new Profile();
        profile.id = row.getLong(1);
        profile.createdAt = Objects.requireNonNull(instant(row, 2));
        profile.updatedAt = Objects.requireNonNull(instant(row, 3));
        profile.deletedAt = instant(row, 4);
        profile.email = row.getString(5);
        profile.passwordHash = row.getString(6);
        profile.name = row.getString(7);
        profile.targetRole = row.getString(8);
        String experienceLevel = row.getString(9);
        profile.experienceLevel = experienceLevel == null ? null : ExperienceLevel.valueOf(experienceLevel);
        profile.accountStatus = AccountStatus.valueOf(row.getString(10));
        profile.failedLoginAttempts = row.getInt(11);
        profile.lastLoginAt = row.getString(12);
        profile.lockedUntil = instant(row, 13);
        String statusBeforeLock = row.getString(14);
        profile.statusBeforeLock = statusBeforeLock == null ? null : AccountStatus.valueOf(statusBeforeLock);
        profile.version = row.getLong(15);
        return profile;
    }

    private static @Nullable Instant instant(ResultSet row, int column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }

    boolean isDeleted() {
        return deletedAt != null;
    }

    UserView toView() {
        return new UserView(
                id,
                email,
                name,
                targetRole,
                experienceLevel,
                accountStatus,
                failedLoginAttempts,
                lastLoginAt == null ? null : Instant.parse(lastLoginAt),
                lockedUntil,
                createdAt,
                updatedAt,
                deletedAt,
                version);
    }

    CredentialsView toCredentials(Instant now) {
        AccountStatus before = statusBeforeLock;
        if (before != null && lockedUntil != null && !now.isBefore(lockedUntil)) {
            return new CredentialsView(id, passwordHash, before, null);
        }
        return new CredentialsView(id, passwordHash, accountStatus, lockedUntil);
    }
}
