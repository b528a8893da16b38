package io.userstore.audit;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Some of a user's events in the order asked for.
 *
 * @param next what to ask for {@code after} to get the following ones; absent when there are none
 */
public record HistoryPage(List<HistoryItem> items, @Nullable Long next) {}
