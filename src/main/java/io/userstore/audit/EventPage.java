package io.userstore.audit;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Some events of the log in their order.
 *
 * @param next what to ask for {@code after} to get the following ones; absent when this was the end of the log
 */
public record EventPage(List<EventItem> items, @Nullable Long next) {}
