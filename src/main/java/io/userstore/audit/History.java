package io.userstore.audit;

import io.userstore.audit.HistoryItem.Change;
import io.userstore.directory.PastDirectory;
import io.userstore.directory.UserChange;
import io.userstore.directory.UserHistory;
import io.userstore.directory.UserView;
import io.userstore.eventlog.LoggedEvent;
import io.userstore.eventlog.MetaDataKeys;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;

/** A user's history, and the user as it was, as an auditor gets to see them. Whoever answers has the read on record first. */
public final class History {

    private final UserHistory users;
    private final PastDirectory directory;

    History(UserHistory users, PastDirectory directory) {
        this.users = users;
        this.directory = directory;
    }

    /**
     * Empty when there is no such user.
     *
     * @param unmasked whether personal texts are shown as they are
     */
    public Optional<HistoryPage> page(FindHistory query, boolean unmasked) {
        Long last = users.lastVersion(query.id());
        return last == null ? Optional.empty() : Optional.of(page(query, last, Masking.of(unmasked)));
    }

    private HistoryPage page(FindHistory query, long last, Masking masking) {
        Long after = query.after();
        long from;
        long to;
        if (query.newestFirst()) {
            to = after == null ? last : Math.min(last, after - 1);
            from = Math.max(0, to - query.limit() + 1);
        } else {
            from = after == null ? 0 : Math.min(last, after) + 1;
            to = Math.min(last, from + query.limit() - 1);
        }
        List<HistoryItem> items = new ArrayList<>();
        for (UserChange change : users.changes(query.id(), from, to)) {
            items.add(item(change, masking));
        }
        if (query.newestFirst()) {
            Collections.reverse(items);
        }
        boolean more = query.newestFirst() ? from > 0 && to >= from : to < last;
        return new HistoryPage(items, more ? Long.valueOf(query.newestFirst() ? from : to) : null);
    }

    private static HistoryItem item(UserChange change, Masking masking) {
        LoggedEvent event = change.event();
        JsonNode metaData = event.metaData();
        Map<String, Change> changes = new LinkedHashMap<>();
        change.changes()
                .forEach((field, value) -> changes.put(
                        field.json(), new Change(masking.show(field, value.from()), masking.show(field, value.to()))));
        return new HistoryItem(
                event.position(),
                Objects.requireNonNull(event.version()),
                event.type(),
                event.revision(),
                event.occurredAt(),
                EventItems.text(metaData, MetaDataKeys.ACTOR),
                EventItems.personal(metaData, MetaDataKeys.ON_BEHALF_OF, masking),
                EventItems.personal(metaData, MetaDataKeys.REASON, masking),
                EventItems.text(metaData, MetaDataKeys.CORRELATION_ID),
                changes);
    }

    /** Empty when there was no such user then, or is no such version. */
    public Optional<UserView> user(FindPastUser query, boolean unmasked) {
        Long version = query.version();
        Optional<UserView> found = version == null
                ? users.asOf(query.id(), Objects.requireNonNull(query.asOf()))
                : users.at(query.id(), version);
        Masking masking = Masking.of(unmasked);
        return found.map(masking::show);
    }

    /** As {@link PastDirectory#asOf}. */
    public void allUsers(Instant asOf, boolean unmasked, Consumer<UserView> users, BiConsumer<Long, Long> progress) {
        Masking masking = Masking.of(unmasked);
        directory.asOf(asOf, user -> users.accept(masking.show(user)), progress);
    }
}
