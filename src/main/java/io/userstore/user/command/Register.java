package io.userstore.user.command;

import io.userstore.user.AccountStatus;
import io.userstore.user.EmailAddress;
import io.userstore.user.ExperienceLevel;
import io.userstore.user.InvalidValue;
import io.userstore.user.PasswordHash;
import io.userstore.user.PersonName;
import io.userstore.user.TargetRole;
import org.jspecify.annotations.Nullable;

/**
 * Registers a new user; the answer is its id, a positive {@code long}.
 *
 * @param accountStatus PENDING_VERIFICATION when absent; ACTIVE is the only other status an account may start in
 */
public record Register(
        EmailAddress email,
        PasswordHash passwordHash,
        PersonName name,
        @Nullable TargetRole targetRole,
        @Nullable ExperienceLevel experienceLevel,
        @Nullable AccountStatus accountStatus)
        implements UserCommand {

    public Register {
        if (accountStatus != null
                && accountStatus != AccountStatus.ACTIVE
                && accountStatus != AccountStatus.PENDING_VERIFICATION) {
            throw new InvalidValue("must be PENDING_VERIFICATION or ACTIVE");
        }
    }

    /** The status the account starts in. */
    public AccountStatus initialStatus() {
        return accountStatus == null ? AccountStatus.PENDING_VERIFICATION : accountStatus;
    }
}
