package io.userstore.directory;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One page of users in the order of their ids.
 *
 * @param next what to ask for {@code after} to get the next page, absent on the last one
 */
public record UserPage(List<UserView> items, @Nullable Long next) {}
