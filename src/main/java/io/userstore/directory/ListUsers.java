package io.userstore.directory;

import io.userstore.user.AccountStatus;
import io.userstore.user.ExperienceLevel;
import org.jspecify.annotations.Nullable;

/**
 * Asks for a {@link UserPage}; an absent filter lets everything through.
 *
 * @param limit users a page, 1 to {@value #MAX_LIMIT}
 * @param after only users with a greater id
 */
public record ListUsers(
        @Nullable AccountStatus status,
        @Nullable String targetRole,
        @Nullable ExperienceLevel experienceLevel,
        boolean includeDeleted,
        int limit,
        long after) {

    public static final int MAX_LIMIT = 500;

    public ListUsers {
        if (limit < 1 || limit > MAX_LIMIT) {
            throw new IllegalArgumentException("limit must be from 1 to " + MAX_LIMIT);
        }
    }
}
