package io.userstore.directory;

import static io.userstore.TestEvents.emailChanged;
import static io.userstore.TestEvents.passwordChanged;
import static io.userstore.TestEvents.profileChanged;
import static io.userstore.TestEvents.registered;
import static org.assertj.core.api.Assertions.assertThat;

import io.userstore.TestDatabase;
import io.userstore.TestNode;
import io.userstore.TestUsers;
import io.userstore.user.AccountStatus;
import io.userstore.user.EmailAddress;
import io.userstore.user.ExperienceLevel;
import io.userstore.user.PersonName;
import io.userstore.user.TargetRole;
import io.userstore.user.command.ChangeStatus;
import io.userstore.user.command.Register;
import io.userstore.user.command.SoftDelete;
import io.userstore.user.event.LoginFailed;
import io.userstore.user.event.LoginSucceeded;
import io.userstore.user.event.Restored;
import io.userstore.user.event.SoftDeleted;
import io.userstore.user.event.StatusChanged;
import io.userstore.user.event.UserEvent;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.LongStream;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.messaging.MetaData;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class UserQueriesTest {

    private static final long ID = 9_000_000_001L;
    private static final Instant REGISTERED_AT = Instant.parse("2026-03-01T12:00:00.000001Z");
    private static final Instant LOCKED_UNTIL = Instant.parse("2026-03-01T12:15:00.000006Z");

    /** Read as a time of the Chatham Islands, where the tests run, this does not exist: summer time begins there. */
    private static final Instant IN_THE_GAP = Instant.parse("2026-09-27T03:00:00.123457Z");

    private static TestNode node;

    @BeforeAll
    static void start() {
        node = TestNode.on(TestDatabase.fresh());
        createUsersOfAllKinds();
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    @Test
    void userAtAnyVersionIsWhatTheRowWasLikeThen() {
        List<UserEvent> events = List.of(
                registered(ID, "ann@example.com", TestUsers.HASH.value(), "Ann", "Dev", "MID", "ACTIVE"),
                new LoginFailed(ID, 1),
                new LoginSucceeded(ID),
                new LoginFailed(ID, 1),
                new StatusChanged(ID, "ACTIVE", "LOCKED", "TOO_MANY_FAILED_LOGINS", LOCKED_UNTIL),
                new StatusChanged(ID, "LOCKED", "ACTIVE", "LOCK_EXPIRED", null),
                profileChanged(ID, "Anna", null, null),
                emailChanged(ID, "anna@example.com"),
                passwordChanged(ID, TestUsers.HASH.value()),
                new StatusChanged(ID, "ACTIVE", "LOCKED", "ADMINISTRATOR", null),
                new StatusChanged(ID, "LOCKED", "SUSPENDED", "ADMINISTRATOR", null),
                profileChanged(ID, "Anna B", "Lead", "LEAD"),
                new SoftDeleted(ID),
                new Restored(ID));
        List<UserView> rows = new ArrayList<>();
        for (int version = 0; version < events.size(); version++) {
            append(version, events.get(version), REGISTERED_AT.plus(version * 1_001L, ChronoUnit.MICROS));
            rows.add(row());
        }
        append(events.size(), new LoginFailed(ID, 1), IN_THE_GAP);
        rows.add(row());
        append(events.size() + 1, new SoftDeleted(ID), IN_THE_GAP.plusSeconds(1));

        assertThat(rows).extracting(UserView::version).containsExactlyElementsOf(versions(rows.size()));
        assertThat(rows).last().extracting(UserView::updatedAt).isEqualTo(IN_THE_GAP);
        for (UserView row : rows) {
            assertThat(at(row.version())).get().usingRecursiveComparison().isEqualTo(row);
        }
    }

    @Test
    void userHasNoVersionBeforeTheFirstOrAfterTheLast() {
        long id = node.<Long>send(TestUsers.user("once@example.com"));

        assertThat(node.ask(new FindUserAtVersion(id, -1), UserView.class)).isEmpty();
        assertThat(node.ask(new FindUserAtVersion(id, 0), UserView.class)).isPresent();
        assertThat(node.ask(new FindUserAtVersion(id, 1), UserView.class)).isEmpty();
        assertThat(node.ask(new FindUserAtVersion(id + 1_000_000, 0), UserView.class))
                .isEmpty();
    }

    @Test
    void pagesTogetherAreAllUsersThatMatchInTheOrderOfTheirIds() {
        for (AccountStatus status : anyOf(AccountStatus.values())) {
            for (String role : anyOf("Engineer", "Nobody's role")) {
                for (ExperienceLevel level : anyOf(ExperienceLevel.MID, ExperienceLevel.LEAD)) {
                    for (boolean deleted : List.of(true, false)) {
                        List<Long> matching = matching(status, role, level, deleted);
                        for (int limit : List.of(4, Math.max(1, matching.size()), ListUsers.MAX_LIMIT)) {
                            assertThat(pages(status, role, level, deleted, limit))
                                    .as("%s, %s, %s, deleted %s, by %d", status, role, level, deleted, limit)
                                    .isEqualTo(inPages(matching, limit));
                        }
                    }
                }
            }
        }
    }

    @Test
    void pageStartsAfterAnyId() {
        List<Long> all = matching(null, null, null, true);

        UserPage page = page(new ListUsers(null, null, null, true, 500, all.get(2)));

        assertThat(page.items()).extracting(UserView::id).containsExactlyElementsOf(all.subList(3, all.size()));
        assertThat(page(new ListUsers(null, null, null, true, 500, Long.MAX_VALUE))
                        .items())
                .isEmpty();
    }

    private static void createUsersOfAllKinds() {
        List<AccountStatus> statuses = List.of(AccountStatus.values());
        for (int i = 0; i < 24; i++) {
            long id = node.<Long>send(new Register(
                    EmailAddress.of("kind" + i + "@example.com"),
                    TestUsers.HASH,
                    PersonName.of("Ann"),
                    i % 2 == 0 ? TargetRole.of("Engineer") : null,
                    i % 3 == 0 ? null : i % 3 == 1 ? ExperienceLevel.MID : ExperienceLevel.LEAD,
                    null));
            node.send(new ChangeStatus(id, statuses.get(i / 6)));
            if (i % 5 == 0) {
                node.send(new SoftDelete(id));
            }
        }
    }

    /** Each of the choices, and none. */
    @SafeVarargs
    private static <T> List<@Nullable T> anyOf(T... choices) {
        List<@Nullable T> all = new ArrayList<>();
        for (T choice : choices) {
            all.add(choice);
        }
        all.add(null);
        return all;
    }

    private static List<Long> matching(
            @Nullable AccountStatus status,
            @Nullable String role,
            @Nullable ExperienceLevel level,
            boolean includeDeleted) {
        return node.jdbc()
                .queryForList(
                        """
                        SELECT id
                          FROM users
                         WHERE account_status::text = coalesce(?, account_status::text)
                           AND (?::text IS NULL OR target_role = ?)
                           AND (?::text IS NULL OR experience_level::text = ?)
                           AND (? OR deleted_at IS NULL)
                         ORDER BY id
                        """,
                        Long.class,
                        status == null ? null : status.name(),
                        role,
                        role,
                        level == null ? null : level.name(),
                        level == null ? null : level.name(),
                        includeDeleted);
    }

    private static List<List<Long>> pages(
            @Nullable AccountStatus status,
            @Nullable String role,
            @Nullable ExperienceLevel level,
            boolean includeDeleted,
            int limit) {
        List<List<Long>> pages = new ArrayList<>();
        Long after = 0L;
        while (after != null) {
            UserPage page = page(new ListUsers(status, role, level, includeDeleted, limit, after));
            pages.add(page.items().stream().map(UserView::id).toList());
            after = page.next();
        }
        return pages;
    }

    /** No page but the only one is empty, and the last has nothing after it. */
    private static List<List<Long>> inPages(List<Long> ids, int limit) {
        List<List<Long>> pages = new ArrayList<>();
        for (int from = 0; from < ids.size() || pages.isEmpty(); from += limit) {
            pages.add(ids.subList(from, Math.min(from + limit, ids.size())));
        }
        return pages;
    }

    private static UserPage page(ListUsers query) {
        return node.ask(query, UserPage.class).orElseThrow();
    }

    private static void append(long version, UserEvent event, Instant at) {
        node.bean(EventStore.class)
                .publish(new GenericDomainEventMessage<>(
                        "user",
                        Long.toString(ID),
                        version,
                        event,
                        MetaData.emptyInstance(),
                        UUID.randomUUID().toString(),
                        at));
    }

    private static List<Long> versions(int count) {
        return LongStream.range(0, count).boxed().toList();
    }

    private static UserView row() {
        return node.ask(new FindUser(ID, true), UserView.class).orElseThrow();
    }

    private static Optional<UserView> at(long version) {
        return node.ask(new FindUserAtVersion(ID, version), UserView.class);
    }
}
