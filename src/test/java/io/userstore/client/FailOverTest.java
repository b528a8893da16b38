package io.userstore.client;

import static io.userstore.client.UnreliableStore.ANSWER_LOST;
import static io.userstore.client.UnreliableStore.SILENCE;
import static io.userstore.client.UnreliableStore.STUCK;
import static io.userstore.client.UnreliableStore.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.userstore.TestDatabase;
import io.userstore.TestUsers;
import io.userstore.client.UnreliableStore.Fault;
import io.userstore.directory.FindUser;
import io.userstore.directory.UserView;
import io.userstore.eventlog.MetaDataKeys;
import io.userstore.user.UserRejected;
import io.userstore.user.command.RecordLogin;
import io.userstore.user.command.SoftDelete;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.axonframework.commandhandling.CommandResultMessage;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.messaging.MetaData;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever happens on the way, a command takes effect once or its caller knows that nobody knows. */
class FailOverTest {

    /** Nobody listens there, and nobody who is not root may. */
    private static final String DEAD = "http://127.0.0.1:1";

    private static final Fault AWAY = status(503, "{\"code\": \"unavailable\"}");

    private static ServedStore store;
    private static int count;

    @BeforeAll
    static void start() {
        store = ServedStore.on(TestDatabase.fresh());
    }

    @AfterAll
    static void stop() {
        store.close();
    }

    @Test
    void deadStoreIsPassedOver() {
        try (UnreliableStore alive = UnreliableStore.before(store.url());
                Service service = Service.of(DEAD + "," + alive.url() + "/")) {
            long user = registered(service);
            service.send(new RecordLogin(user));

            assertThat(version(user)).isEqualTo(1);
            assertThat(service.queries()
                            .query(new FindUser(user, false), UserView.class)
                            .join())
                    .isNotNull();
            assertThat(alive.requests()).isEqualTo(3);
        }
    }

    static Stream<Arguments> faults() {
        return Stream.of(
                Arguments.of("answer lost", ANSWER_LOST),
                Arguments.of("silence", SILENCE),
                Arguments.of("stuck in the middle", STUCK),
                Arguments.of("503", AWAY),
                Arguments.of("502 of a proxy", status(502, "<html>")),
                Arguments.of("504 of a proxy", status(504, "<html>")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("faults")
    void commandIsSentAgainAndActsOnce(String name, Fault fault) {
        long user = registered(store);
        try (UnreliableStore unreliable = UnreliableStore.before(store.url(), fault, fault);
                Service service = Service.of(unreliable.url(), "userstore.client.attempt-timeout=500ms")) {
            CommandResultMessage<?> result = service.send(new RecordLogin(user), MetaData.emptyInstance());

            assertThat(result.isExceptional()).isFalse();
            assertThat(result.getMetaData()).containsEntry(MetaDataKeys.VERSION, 1L);
            assertThat(version(user)).isEqualTo(1);
            assertThat(unreliable.requests()).isEqualTo(3);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("faults")
    void nextStoreIsAskedAtOnceAndFromThenOn(String name, Fault fault) {
        try (UnreliableStore unreliable = UnreliableStore.before(store.url(), fault);
                Service service =
                        Service.of(unreliable.url() + "," + store.url(), "userstore.client.attempt-timeout=500ms")) {
            long user = registered(service);
            service.send(new RecordLogin(user));

            assertThat(version(user)).isEqualTo(1);
            assertThat(unreliable.requests()).isEqualTo(1);
        }
    }

    @Test
    void storeThatIsAwayIsLeftAloneForAsLongAsItAsks() {
        try (UnreliableStore unreliable = UnreliableStore.before(
                        store.url(), status(503, "{\"code\": \"unavailable\"}", "Retry-After", "1"));
                Service service = Service.of(unreliable.url())) {
            long before = System.nanoTime();
            registered(service);

            assertThat(System.nanoTime() - before).isGreaterThan(1_000_000_000);
        }
    }

    @Test
    void commandOfUnknownOutcomeSaysSoAndItsKeyTells() {
        long user = registered(store);
        Fault[] faults = Collections.nCopies(1_000, ANSWER_LOST).toArray(Fault[]::new);
        try (UnreliableStore unreliable = UnreliableStore.before(store.url(), faults);
                Service service = Service.of(unreliable.url(), "userstore.client.timeout=1s");
                Service other = Service.of(store.url())) {
            CommandResultMessage<?> result = service.send(new RecordLogin(user), MetaData.emptyInstance());

            assertThat(result.exceptionResult()).isInstanceOf(OutcomeUnknown.class);
            String key = ((OutcomeUnknown) result.exceptionResult()).idempotencyKey();
            assertThat(version(user)).as("one effect of many attempts").isEqualTo(1);
            assertThat(unreliable.requests()).isGreaterThan(1);
            MetaData again = MetaData.with(MetaDataKeys.IDEMPOTENCY_KEY, key);
            assertThat(other.send(new RecordLogin(user), again).getMetaData()).containsEntry(MetaDataKeys.VERSION, 1L);
            assertThat(version(user)).isEqualTo(1);
        }
    }

    @Test
    void commandThatNobodyGotIsNotOfUnknownOutcome() {
        try (Service service = Service.of(DEAD + "," + DEAD + "/other", "userstore.client.timeout=500ms")) {
            assertThatThrownBy(() -> service.send(new SoftDelete(1)))
                    .isInstanceOf(StoreUnavailable.class)
                    .hasMessageContaining("not sent");
            assertThatThrownBy(() -> service.queries()
                            .query(new FindUser(1, false), UserView.class)
                            .join())
                    .isInstanceOf(CompletionException.class)
                    .hasCauseInstanceOf(StoreUnavailable.class);
        }
    }

    @Test
    void silentStoreTakesNoLongerThanTheTimeout() {
        try (UnreliableStore unreliable = UnreliableStore.before(store.url(), SILENCE, SILENCE, STUCK);
                Service service = Service.of(unreliable.url(), "userstore.client.timeout=300ms")) {
            assertThatThrownBy(() -> registered(service)).isInstanceOf(OutcomeUnknown.class);
            assertThatThrownBy(() -> service.queries()
                            .query(new FindUser(1, false), UserView.class)
                            .join())
                    .hasCauseInstanceOf(StoreUnavailable.class);
            assertThatThrownBy(() -> registered(service)).isInstanceOf(OutcomeUnknown.class);
        }
    }

    @Test
    void whatIsRefusedIsNotSentAgain() {
        Fault refused = status(409, "{\"code\": \"invalid-transition\", \"detail\": \"no\"}");
        Fault failed = status(500, "{\"code\": \"internal-error\"}");
        Fault somebodyElse = status(200, "<html>");
        Fault elsewhere = status(302, "", "Location", DEAD);
        try (UnreliableStore unreliable =
                        UnreliableStore.before(store.url(), refused, failed, somebodyElse, elsewhere);
                Service service = Service.of(unreliable.url() + "," + DEAD)) {
            assertThatThrownBy(() -> registered(service)).isInstanceOf(UserRejected.class);
            assertThatThrownBy(() -> registered(service)).isInstanceOf(OutcomeUnknown.class);
            assertThatThrownBy(() -> registered(service)).isInstanceOf(OutcomeUnknown.class);
            assertThatThrownBy(() -> registered(service)).isInstanceOf(StoreRefused.class);
            assertThat(unreliable.requests()).isEqualTo(4);
        }
    }

    @Test
    void moreCommandsThanConnectionsAllGetTheirTurn() {
        long user = registered(store);
        try (Service service = Service.of(store.url(), "userstore.client.connections=2")) {
            List<CompletableFuture<Object>> answers = IntStream.range(0, 200)
                    .mapToObj(i -> service.bean(CommandGateway.class).send(new RecordLogin(user)))
                    .toList();
            answers.forEach(CompletableFuture::join);
        }
        assertThat(version(user)).isEqualTo(200);
    }

    @Test
    void manyCommandsWhoseTimeIsOverFailAll() {
        try (UnreliableStore unreliable = UnreliableStore.before(store.url(), SILENCE);
                Service service = Service.of(
                        unreliable.url(), "userstore.client.connections=1", "userstore.client.timeout=500ms")) {
            List<CompletableFuture<Object>> answers = IntStream.range(0, 20_000)
                    .mapToObj(i -> service.bean(CommandGateway.class).send(new SoftDelete(Long.MAX_VALUE)))
                    .toList();
            assertThat(answers)
                    .allSatisfy(answer -> assertThatThrownBy(answer::join).isInstanceOf(CompletionException.class));
            assertThatThrownBy(() -> service.send(new SoftDelete(Long.MAX_VALUE)))
                    .isInstanceOf(UserRejected.class);
        }
    }

    @Test
    void closedServiceLeavesNobodyWaiting() {
        CompletableFuture<Object> answer;
        try (UnreliableStore unreliable = UnreliableStore.before(store.url(), SILENCE)) {
            try (Service service = Service.of(unreliable.url())) {
                answer = service.bean(CommandGateway.class).send(new RecordLogin(registered(store)));
                service.bean(StoreHttp.class).close();
            }
            // Long before its own time is over.
            assertThat(answer)
                    .failsWithin(Duration.ofSeconds(10))
                    .withThrowableOfType(ExecutionException.class)
                    .withCauseInstanceOf(OutcomeUnknown.class);
        }
    }

    private static long registered(Service service) {
        return service.send(TestUsers.user("user" + count++ + "@example.org"));
    }

    private static long registered(ServedStore store) {
        return store.node().send(TestUsers.user("user" + count++ + "@example.org"));
    }

    private static long version(long user) {
        return store.node()
                .ask(new FindUser(user, true), UserView.class)
                .orElseThrow()
                .version();
    }
}
