package io.userstore.adoption;

import io.userstore.adoption.Finding.Kind;
import io.userstore.user.AccountStatus;
import io.userstore.user.EmailAddress;
import io.userstore.user.ExperienceLevel;
import io.userstore.user.InvalidValue;
import io.userstore.user.PasswordHash;
import io.userstore.user.PersonName;
import io.userstore.user.TargetRole;
import io.userstore.user.command.Import;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A row of the source: as what it can be imported, or why it cannot. */
final class CheckedRow {

    private static final Function<String, Instant> KEPT_TIME = text -> Import.kept(Times.of(text));

    /** What JavaScript can still tell from its neighbours; leaves the sequence all the room that it needs. */
    private static final long HIGHEST_ID = (1L << 53) - 1;

    final TableRow row;

    /** Null when it cannot. */
    final @Nullable Import user;

    /** Of what cannot come over, or comes over in another spelling. */
    final List<Finding> findings = new ArrayList<>(0);

    private boolean refused;

    /** @param repeated whether there are more of this id, of which none can be the right one */
    CheckedRow(TableRow row, boolean repeated) {
        this.row = row;
        if (repeated) {
            refuse(Column.ID, "the source has several rows of this id");
        }
        user = check();
    }

    private @Nullable Import check() {
        EmailAddress email = needed(Column.EMAIL, EmailAddress::of);
        PasswordHash hash = needed(Column.PASSWORD_HASH, PasswordHash::of);
        PersonName name = needed(Column.NAME, PersonName::of);
        TargetRole role = optional(Column.TARGET_ROLE, TargetRole::of);
        ExperienceLevel level = optional(Column.EXPERIENCE_LEVEL, CheckedRow::level);
        AccountStatus status = needed(Column.ACCOUNT_STATUS, CheckedRow::status);
        Integer attempts = needed(Column.FAILED_LOGIN_ATTEMPTS, CheckedRow::attempts);
        Instant lastLoginAt = optional(Column.LAST_LOGIN_AT, KEPT_TIME);
        Instant createdAt = needed(Column.CREATED_AT, KEPT_TIME);
        Instant updatedAt = needed(Column.UPDATED_AT, KEPT_TIME);
        Instant deletedAt = optional(Column.DELETED_AT, KEPT_TIME);
        if (row.id() < 1 || row.id() > HIGHEST_ID) {
            refuse(Column.ID, "must be from 1 to " + Long.toString(HIGHEST_ID));
        }
        if (refused
                || email == null
                || hash == null
                || name == null
                || status == null
                || attempts == null
                || createdAt == null
                || updatedAt == null) {
            return null;
        }
        Import checked = new Import(
                row.id(),
                email,
                hash,
                name,
                role,
                level,
                status,
                attempts,
                lastLoginAt,
                createdAt,
                updatedAt,
                deletedAt);
        for (Column column : Differences.between(row, checked)) {
            findings.add(Finding.of(row, column, Kind.REWRITTEN, "comes over in the spelling of the store"));
        }
        return checked;
    }

    private <T> @Nullable T needed(Column column, Function<String, T> value) {
        if (row.text(column) == null) {
            refuse(column, "must be given");
        }
        return optional(column, value);
    }

    private <T> @Nullable T optional(Column column, Function<String, T> value) {
        String text = row.text(column);
        if (text == null) {
            return null;
        }
        try {
            return value.apply(text);
        } catch (InvalidValue e) {
            refuse(column, String.valueOf(e.getMessage()));
            return null;
        }
    }

    private void refuse(Column column, String why) {
        refused = true;
        findings.add(Finding.of(row, column, Kind.REFUSED, why));
    }

    private static ExperienceLevel level(String text) {
        try {
            return ExperienceLevel.valueOf(text);
        } catch (IllegalArgumentException e) {
            throw new InvalidValue("must be an experience level");
        }
    }

    private static AccountStatus status(String text) {
        try {
            return AccountStatus.valueOf(text);
        } catch (IllegalArgumentException e) {
            throw new InvalidValue("must be an account status");
        }
    }

    private static int attempts(String text) {
        // Not too long for an int, and of no other script's digits.
        boolean isNumber = !text.isEmpty() && text.length() <= 9 && text.chars().allMatch(c -> c >= '0' && c <= '9');
        if (!isNumber) {
            throw new InvalidValue("must be from 0 to " + Integer.toString(Import.MAX_ATTEMPTS));
        }
        return Integer.parseInt(text);
    }
}
