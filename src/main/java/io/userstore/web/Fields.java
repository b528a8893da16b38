package io.userstore.web;

import io.userstore.directory.ListUsers;
import io.userstore.user.AccountStatus;
import io.userstore.user.EmailAddress;
import io.userstore.user.ExperienceLevel;
import io.userstore.user.PasswordHash;
import io.userstore.user.PersonName;
import io.userstore.user.TargetRole;
import java.util.List;

/** The fields that requests have. */
final class Fields {

    static final Field<Long> ID = Field.wholeNumber("id", 1, Long.MAX_VALUE);

    static final Field<EmailAddress> EMAIL = Field.text(
            "email", EmailAddress::of, 254, "Unquoted ASCII before the @; an internationalized domain is fine");
    static final Field<PasswordHash> PASSWORD_HASH = Field.text(
            "passwordHash",
            PasswordHash::of,
            255,
            "A PHC or modular-crypt string of bcrypt, argon2id, scrypt or PBKDF2");
    static final Field<PersonName> NAME = Field.text("name", PersonName::of, 255, "On one line, kept in NFC");
    static final Field<TargetRole> TARGET_ROLE =
            Field.text("targetRole", TargetRole::of, 255, "On one line, kept in NFC");
    static final Field<ExperienceLevel> EXPERIENCE_LEVEL =
            Field.oneOf("experienceLevel", List.of(ExperienceLevel.values()));
    static final Field<AccountStatus> STATUS = Field.oneOf("status", List.of(AccountStatus.values()));
    static final Field<AccountStatus> INITIAL_STATUS =
            Field.oneOf("accountStatus", List.of(AccountStatus.PENDING_VERIFICATION, AccountStatus.ACTIVE));

    static final Field<Boolean> INCLUDE_DELETED = Field.bool("includeDeleted").otherwise(false);
    static final Field<Long> LIMIT =
            Field.wholeNumber("limit", 1, ListUsers.MAX_LIMIT).otherwise(100L);
    static final Field<Long> AFTER =
            Field.wholeNumber("after", 0, Long.MAX_VALUE).otherwise(0L);

    static final Field<Long> POSITION = Field.wholeNumber("position", 1, Long.MAX_VALUE);
    static final Field<Long> SIZE = Field.wholeNumber("size", 1, Long.MAX_VALUE);
    static final Field<Long> FROM_SIZE = Field.wholeNumber("from", 1, Long.MAX_VALUE);
    static final Field<Long> TO_SIZE = Field.wholeNumber("to", 1, Long.MAX_VALUE);

    private Fields() {}
}
