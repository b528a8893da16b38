package io.userstore.directory;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Scheduler;
import io.userstore.eventlog.StreamMemory;
import java.time.Duration;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Users as their registration on this node left them, for the answer to it: reading them back would cost as much as the
 * registration. What a user was like at a version never changes, so nothing has to be kept up; what is not here is read.
 */
@Component
class JustRegistered implements StreamMemory {

    static final long VERSION = 0;

    private static final int MOST = 10_000;
    private static final Duration LONGEST = Duration.ofSeconds(10);

    private final Cache<Long, UserView> users = Caffeine.newBuilder()
            .maximumSize(MOST)
            .expireAfterWrite(LONGEST)
            .scheduler(Scheduler.systemScheduler())
            .build();

    /** Of a batch that is about to commit: who asks for a user by its id and version, knows that it did. */
    void addIfNew(UserRow row) {
        if (row.isNew() && row.changed.isEmpty() && !row.imported) {
            users.put(row.id, row.toView(VERSION));
        }
    }

    /** Empty if the user was not registered here a moment ago. */
    Optional<UserView> find(long id) {
        return Optional.ofNullable(users.getIfPresent(id));
    }

    @Override
    public void forget(String stream) {
        users.asMap().keySet().removeIf(id -> Long.toString(id).equals(stream));
    }

    @Override
    public void forgetAll() {
        users.invalidateAll();
    }
}
