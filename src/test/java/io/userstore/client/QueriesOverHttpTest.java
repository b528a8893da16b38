package io.userstore.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.userstore.TestDatabase;
import io.userstore.TestUsers;
import io.userstore.audit.EventPage;
import io.userstore.audit.FindEvents;
import io.userstore.audit.FindHistory;
import io.userstore.audit.FindPastUser;
import io.userstore.audit.History;
import io.userstore.audit.HistoryPage;
import io.userstore.audit.tree.ConsistencyProof;
import io.userstore.audit.tree.FindCheckpoint;
import io.userstore.audit.tree.FindConsistencyProof;
import io.userstore.audit.tree.FindInclusionProof;
import io.userstore.audit.tree.FindVerifierKey;
import io.userstore.audit.tree.InclusionProof;
import io.userstore.directory.CredentialsView;
import io.userstore.directory.FindCredentials;
import io.userstore.directory.FindUser;
import io.userstore.directory.FindUserAtVersion;
import io.userstore.directory.FindUserByEmail;
import io.userstore.directory.ListUsers;
import io.userstore.directory.UserPage;
import io.userstore.directory.UserView;
import io.userstore.eventlog.EventFilter;
import io.userstore.eventlog.MetaDataKeys;
import io.userstore.user.AccountStatus;
import io.userstore.user.EmailAddress;
import io.userstore.user.ExperienceLevel;
import io.userstore.user.PersonName;
import io.userstore.user.TargetRole;
import io.userstore.user.command.ChangeProfile;
import io.userstore.user.command.SoftDelete;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.axonframework.messaging.responsetypes.ResponseTypes;
import org.axonframework.queryhandling.GenericQueryMessage;
import org.axonframework.queryhandling.GenericSubscriptionQueryMessage;
import org.axonframework.queryhandling.NoHandlerForQueryException;
import org.axonframework.queryhandling.QueryBus;
import org.axonframework.queryhandling.QueryResponseMessage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A service asks the store's queries as if their handlers were its own. */
class QueriesOverHttpTest {

    private static final EmailAddress ANN = EmailAddress.of("ann@example.org");

    private static ServedStore store;
    private static Service service;
    private static long ann;
    private static long deleted;

    @BeforeAll
    static void start() {
        store = ServedStore.on(TestDatabase.fresh());
        service = Service.of(store.url());
        ann = service.send(TestUsers.user(ANN.value()));
        service.send(new ChangeProfile(ann, PersonName.of("Anna"), TargetRole.of("R&D = 1 ü"), ExperienceLevel.LEAD));
        deleted = service.send(TestUsers.user("gone@example.org"));
        service.send(new SoftDelete(deleted));
        for (int i = 0; i < 3; i++) {
            service.send(TestUsers.user("user" + i + "@example.org"));
        }
    }

    @AfterAll
    static void stop() {
        service.close();
        store.close();
    }

    static Stream<Arguments> queries() {
        long none = Long.MAX_VALUE;
        EmailAddress nobody = EmailAddress.of("nobody@example.org");
        return Stream.of(
                Arguments.of(new FindUser(ann, false), UserView.class),
                Arguments.of(new FindUser(deleted, true), UserView.class),
                Arguments.of(new FindUser(deleted, false), UserView.class),
                Arguments.of(new FindUser(none, true), UserView.class),
                Arguments.of(new FindUserAtVersion(ann, 0), UserView.class),
                Arguments.of(new FindUserAtVersion(ann, 7), UserView.class),
                Arguments.of(new FindUserByEmail(EmailAddress.of("ANN@EXAMPLE.ORG")), UserView.class),
                Arguments.of(new FindUserByEmail(nobody), UserView.class),
                Arguments.of(new FindCredentials(ANN), CredentialsView.class),
                Arguments.of(new FindCredentials(nobody), CredentialsView.class),
                Arguments.of(new ListUsers(null, null, null, true, 500, 0), UserPage.class),
                Arguments.of(new ListUsers(null, "R&D = 1 ü", ExperienceLevel.LEAD, false, 1, 0), UserPage.class),
                Arguments.of(new ListUsers(AccountStatus.LOCKED, null, null, false, 1, 0), UserPage.class),
                Arguments.of(new FindVerifierKey(), String.class));
    }

    @ParameterizedTest
    @MethodSource("queries")
    void answerIsTheSameAsInTheStoreInEveryForm(Object query, Class<?> type) {
        Optional<?> expected = store.node().ask(query, type);

        assertThat(service.queries()
                        .query(query, ResponseTypes.optionalInstanceOf(type))
                        .join())
                .isEqualTo(expected);
        assertThat((Object) service.queries().query(query, type).join()).isEqualTo(expected.orElse(null));
        assertThat(service.queries().query(query, ResponseTypes.multipleInstancesOf(Service.Greetings.class)))
                .isCompletedExceptionally();
    }

    @Test
    void pagesLeadFromOneToTheNext() {
        List<UserView> all = new ArrayList<>();
        Long after = 0L;
        while (after != null) {
            UserPage page = service.queries()
                    .query(new ListUsers(AccountStatus.ACTIVE, null, null, true, 2, after), UserPage.class)
                    .join();
            all.addAll(page.items());
            after = page.next();
        }

        assertThat(all).hasSize(5).extracting(UserView::id).isSorted().contains(ann, deleted);
    }

    @Test
    void pastAndHistoryAreThoseThatAuditorsGet() {
        History history = store.node().bean(History.class);
        FindHistory newest = new FindHistory(ann, true, null, 1);
        UserView registered = service.queries()
                .query(new FindPastUser(ann, 0L, null), UserView.class)
                .join();

        assertThat(registered.name()).isEqualTo("Ann");
        assertThat(service.queries()
                        .query(new FindPastUser(ann, null, registered.createdAt()), UserView.class)
                        .join())
                .isEqualTo(registered);
        HistoryPage page = service.queries().query(newest, HistoryPage.class).join();
        // Numbers of changes are what JSON makes of them.
        assertThat(page).hasToString(history.page(newest, true).orElseThrow().toString());
        assertThat(page.next()).isEqualTo(1L);
        assertThat((Object) service.queries()
                        .query(new FindHistory(Long.MAX_VALUE, true, null, 1), HistoryPage.class)
                        .join())
                .isNull();
        EventPage events = service.queries()
                .query(
                        new FindEvents(
                                1, 1, new EventFilter(null, ServedStore.EVERYTHING, registered.createdAt(), null)),
                        EventPage.class)
                .join();
        assertThat(events.items()).singleElement().satisfies(event -> {
            assertThat(event.position()).isEqualTo(2);
            assertThat(event.payload())
                    .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.MAP)
                    .containsEntry("name", "Anna");
        });
    }

    @Test
    void proofsAreThoseOfTheLog() {
        String checkpoint = null;
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (checkpoint == null && System.nanoTime() < end) {
            checkpoint =
                    service.queries().query(new FindCheckpoint(), String.class).join();
            LockSupport.parkNanos(10_000_000);
        }

        assertThat(checkpoint).contains("\n\n— ");
        assertThat(service.queries()
                        .query(new FindInclusionProof(1, 1L), InclusionProof.class)
                        .join())
                .isEqualTo(store.node()
                        .ask(new FindInclusionProof(1, 1L), InclusionProof.class)
                        .orElseThrow());
        assertThat(service.queries()
                        .query(new FindConsistencyProof(1, 1L), ConsistencyProof.class)
                        .join())
                .isEqualTo(store.node()
                        .ask(new FindConsistencyProof(1, 1L), ConsistencyProof.class)
                        .orElseThrow());
        assertRefused(() -> service.queries()
                .query(new FindInclusionProof(1, Long.MAX_VALUE), InclusionProof.class)
                .join());
    }

    @Test
    void reasonOfAReadIsOnRecord() {
        assertThat(ask(new FindPastUser(ann, 1L, null), "ticket 12").isExceptional())
                .isFalse();

        assertThat(store.node()
                        .jdbc()
                        .queryForList("SELECT purpose FROM audit_reads WHERE purpose IS NOT NULL", String.class))
                .containsExactly("ticket 12");
        assertThat(ask(new FindPastUser(ann, 1L, null), "für Ann").exceptionResult())
                .hasMessageContaining("must be ASCII");
        assertThat(ask(new FindUser(ann, false), "für Ann").getPayload())
                .as("of no read on record")
                .isNotNull();
    }

    private static QueryResponseMessage<UserView> ask(Object query, String reason) {
        return service.bean(QueryBus.class)
                .query(new GenericQueryMessage<>(query, ResponseTypes.instanceOf(UserView.class))
                        .andMetaData(Map.of(MetaDataKeys.REASON, reason)))
                .join();
    }

    @Test
    void servicesOwnQueriesStayWithIt() {
        assertThat(service.queries()
                        .query(new Service.FindGreeting("Ann"), String.class)
                        .join())
                .isEqualTo("Hello Ann");
        assertThatThrownBy(() ->
                        service.queries().query("what is this", String.class).join())
                .hasCauseInstanceOf(NoHandlerForQueryException.class);
    }

    @Test
    void refusalOfAQueryIsTyped() {
        try (Service reader = Service.with(store.url(), ServedStore.READ_ONLY)) {
            assertThat(reader.queries()
                            .query(new FindUser(ann, false), UserView.class)
                            .join())
                    .isNotNull();
            assertRefused(() -> reader.queries()
                    .query(new FindCredentials(ANN), CredentialsView.class)
                    .join());
        }
    }

    @Test
    void kindsOfQueriesThatTheStoreDoesNotAnswerAreRefused() {
        assertThatThrownBy(() -> service.queries()
                        .scatterGather(
                                new FindUser(ann, false),
                                ResponseTypes.instanceOf(UserView.class),
                                1,
                                TimeUnit.SECONDS))
                .isInstanceOf(UnsupportedOperationException.class);
        // By the bus, because the gateway needs Reactor for it, which a service with the client may have or not.
        assertThatThrownBy(() -> service.bean(QueryBus.class)
                        .subscriptionQuery(
                                new GenericSubscriptionQueryMessage<>(
                                        new FindUser(ann, false),
                                        ResponseTypes.instanceOf(UserView.class),
                                        ResponseTypes.instanceOf(UserView.class)),
                                1))
                .isInstanceOf(UnsupportedOperationException.class);
    }

    private static void assertRefused(org.assertj.core.api.ThrowableAssert.ThrowingCallable query) {
        assertThatThrownBy(query).isInstanceOf(CompletionException.class).hasCauseInstanceOf(StoreRefused.class);
    }
}
