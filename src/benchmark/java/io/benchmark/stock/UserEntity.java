package io.benchmark.stock;

import io.userstore.user.AccountStatus;
import io.userstore.user.ExperienceLevel;
import io.userstore.user.event.Personal;
import io.userstore.user.event.Registered;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import org.hibernate.annotations.ColumnTransformer;
import org.hibernate.annotations.DynamicUpdate;
import org.jspecify.annotations.Nullable;

/**
 * A row of the store's table of users. Its enums are cast, not mapped to PostgreSQL's: for those Hibernate's schema
 * tool makes the types itself, and drops the ones that are there together with their columns.
 */
@Entity
@Table(name = UserEntity.TABLE)
@DynamicUpdate
class UserEntity {

    static final String TABLE = "users";

    @Id
    private long id;

    private LocalDateTime createdAt;
    private LocalDateTime updatedAt;
    private @Nullable LocalDateTime deletedAt;
    private String email;
    private String passwordHash;
    private String name;
    private @Nullable String targetRole;

    @Enumerated(EnumType.STRING)
    @ColumnTransformer(write = "?::experiencelevel")
    private @Nullable ExperienceLevel experienceLevel;

    @Enumerated(EnumType.STRING)
    @ColumnTransformer(write = "?::accountstatus")
    private AccountStatus accountStatus;

    private String failedLoginAttempts;
    private @Nullable String lastLoginAt;

    /** For Hibernate, which fills the fields. */
    @SuppressWarnings("NullAway.Init")
    protected UserEntity() {}

    UserEntity(Registered event, Instant at) {
        String level = Personal.orNull(event.experienceLevel());
        id = event.id();
        createdAt = utc(at);
        updatedAt = createdAt;
        email = event.email().or("");
        passwordHash = event.passwordHash().or("");
        name = event.name().or("");
        targetRole = Personal.orNull(event.targetRole());
        experienceLevel = level == null ? null : ExperienceLevel.valueOf(level);
        accountStatus = AccountStatus.valueOf(event.accountStatus());
        failedLoginAttempts = "0";
    }

    void loginFailed(int attempts, Instant at) {
        failedLoginAttempts = Integer.toString(attempts);
        updatedAt = utc(at);
    }

    private static LocalDateTime utc(Instant at) {
        return LocalDateTime.ofInstant(at, ZoneOffset.UTC);
    }
}
