package io.userstore.directory;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.axonframework.queryhandling.QueryHandler;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Sort;
import org.springframework.data.jpa.domain.Specification;
import org.springframework.stereotype.Component;

/** Answers the queries on users. */
@Component
class UserQueries {

    private final SingleProfiles singles;
    private final Profiles profiles;
    private final UserHistory history;
    private final JustRegistered justRegistered;
    private final Clock clock;

    UserQueries(
            SingleProfiles singles,
            Profiles profiles,
            UserHistory history,
            JustRegistered justRegistered,
            Clock clock) {
        this.singles = singles;
        this.profiles = profiles;
        this.history = history;
        this.justRegistered = justRegistered;
        this.clock = clock;
    }

    @QueryHandler
    Optional<UserView> handle(FindUser query) {
        return singles.findById(query.id())
                .filter(profile -> query.includeDeleted() || !profile.isDeleted())
                .map(Profile::toView);
    }

    @QueryHandler
    Optional<UserView> handle(FindUserAtVersion query) {
        return query.version() == JustRegistered.VERSION
                ? justRegistered.find(query.id()).or(() -> read(query))
                : read(query);
    }

    /** Nearly always the row is still at that version; else the log tells what it was like. */
    private Optional<UserView> read(FindUserAtVersion query) {
        Optional<UserView> current = singles.findById(query.id()).map(Profile::toView);
        return current.filter(view -> view.version() == query.version())
                .or(() -> history.at(query.id(), query.version()));
    }

    @QueryHandler
    Optional<UserView> handle(FindUserByEmail query) {
        return singles.findByAddress(query.email().key()).map(Profile::toView);
    }

    @QueryHandler
    Optional<CredentialsView> handle(FindCredentials query) {
        return singles.findByAddress(query.email().key()).map(profile -> profile.toCredentials(clock.instant()));
    }

    @QueryHandler
    UserPage handle(ListUsers query) {
        List<Profile> oneMore = profiles.findBy(
                matching(query),
                found -> found.sortBy(Sort.by("id")).limit(query.limit() + 1).all());
        boolean more = oneMore.size() > query.limit();
        List<UserView> items =
                oneMore.stream().limit(query.limit()).map(Profile::toView).toList();
        return new UserPage(items, more ? items.get(items.size() - 1).id() : null);
    }

    private static Specification<Profile> matching(ListUsers query) {
        Specification<Profile> after = (profile, q, where) -> where.greaterThan(profile.get("id"), query.after());
        return after.and(equal("accountStatus", query.status()))
                .and(equal("targetRole", query.targetRole()))
                .and(equal("experienceLevel", query.experienceLevel()))
                .and(
                        query.includeDeleted()
                                ? Specification.unrestricted()
                                : (profile, q, where) -> where.isNull(profile.get("deletedAt")));
    }

    private static Specification<Profile> equal(String attribute, @Nullable Object value) {
        return value == null
                ? Specification.unrestricted()
                : (profile, q, where) -> where.equal(profile.get(attribute), value);
    }
}
