package io.userstore.web;

import io.userstore.audit.FindEvents;
import io.userstore.audit.FindHistory;
import io.userstore.directory.ListUsers;
import io.userstore.user.AccountStatus;
import io.userstore.user.EmailAddress;
import io.userstore.user.ExperienceLevel;
import io.userstore.user.InvalidValue;
import io.userstore.user.PasswordHash;
import io.userstore.user.PersonName;
import io.userstore.user.TargetRole;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;

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

    static final Field<Long> VERSION = Field.wholeNumber(UserQuery.VERSION, 0, Long.MAX_VALUE);
    static final Field<Instant> AS_OF = Field.lastInstant(UserQuery.AS_OF);
    static final Field<Boolean> NEWEST_FIRST = Field.bool("newestFirst").otherwise(false);
    static final Field<Long> HISTORY_LIMIT =
            Field.wholeNumber("limit", 1, FindHistory.MAX_LIMIT).otherwise((long) FindHistory.DEFAULT_LIMIT);
    /** Without a default: version 0 is there, and behind it version 1. */
    static final Field<Long> AFTER_VERSION = Field.wholeNumber("after", 0, Long.MAX_VALUE);

    static final Field<Long> EVENT_LIMIT = Field.wholeNumber("limit", 1, FindEvents.MAX_LIMIT);
    static final Field<String> EVENT_TYPE = Field.text("type", Fields::line, 255, "Such as user.registered");
    static final Field<String> ACTOR = Field.text("actor", Fields::line, 255, "Who was authenticated");
    static final Field<Instant> FROM = Field.instant("from");
    static final Field<Instant> TO = Field.instant("to");

    private static final Pattern LINE = Pattern.compile("[^\\p{Cc}\\p{Cs}]{1,255}");
    static final Field<Long> POSITION = Field.wholeNumber("position", 1, Long.MAX_VALUE);
    static final Field<Long> SIZE = Field.wholeNumber("size", 1, Long.MAX_VALUE);
    static final Field<Long> FROM_SIZE = Field.wholeNumber("from", 1, Long.MAX_VALUE);
    static final Field<Long> TO_SIZE = Field.wholeNumber("to", 1, Long.MAX_VALUE);

    private Fields() {}

    private static String line(String text) {
        if (!LINE.matcher(text).matches()) {
            throw new InvalidValue("must be 1 to 255 characters without controls");
        }
        return text;
    }
}
