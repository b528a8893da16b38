package io.userstore.client;

import static io.userstore.client.UnreliableStore.ANSWER_LOST;
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
import org.axonframework.messaging.MetaData;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who cannot know what became of a command does not say that nothing did. */
class DoubtTest {

    private static ServedStore store;
    private static long user;

    @BeforeAll
    static void start() {
        store = ServedStore.on(TestDatabase.fresh());
        user = store.node().send(TestUsers.user("ann@example.org"));
    }

    @AfterAll
    static void stop() {
        store.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {302, 401, 403, 404, 429})
    void refusalBySomebodyElseAfterALostAnswerLeavesTheOutcomeUnknown(int status) {
        try (UnreliableStore unreliable = UnreliableStore.before(store.url(), ANSWER_LOST, status(status, "<html>"));
                Service service = Service.of(unreliable.url())) {
            long before = version();
            MetaData keyed = MetaData.with(MetaDataKeys.IDEMPOTENCY_KEY, "key-" + status);

            assertThat(service.send(new RecordLogin(user), keyed).exceptionResult())
                    .isInstanceOfSatisfying(OutcomeUnknown.class, unknown -> {
                        assertThat(unknown.idempotencyKey()).isEqualTo("key-" + status);
                        assertThat(unknown).hasCauseInstanceOf(StoreRefused.class);
                    });
            assertThat(version()).isEqualTo(before + 1);
        }
    }

    @Test
    void rejectionAfterALostAnswerIsTheDomains() {
        Fault rejected = status(409, "{\"code\": \"invalid-transition\", \"detail\": \"no\"}");
        try (UnreliableStore unreliable = UnreliableStore.before(store.url(), ANSWER_LOST, rejected);
                Service service = Service.of(unreliable.url())) {
            assertThatThrownBy(() -> service.send(new RecordLogin(user))).isInstanceOf(UserRejected.class);
        }
    }

    @Test
    void refusalOfTheOnlyAttemptThatReachedAnybodyIsDefinite() {
        try (UnreliableStore unreliable = UnreliableStore.before(store.url(), status(401, ""));
                Service service = Service.of("http://127.0.0.1:1," + unreliable.url())) {
            assertThatThrownBy(() -> service.send(new RecordLogin(user))).isInstanceOf(StoreRefused.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "", "[]", "{}", "{\"id\": null}", "{\"id\": \"x\"}"})
    void successThatIsNotOneOfTheStoresLeavesTheOutcomeUnknown(String body) {
        try (UnreliableStore unreliable = UnreliableStore.before(store.url(), status(200, body));
                Service service = Service.of(unreliable.url())) {
            assertThat(service.send(TestUsers.user("bob@example.org"), MetaData.emptyInstance())
                            .exceptionResult())
                    .isInstanceOf(OutcomeUnknown.class);
        }
    }

    @Test
    void queryAnsweredWithNullHasNoAnswer() {
        try (UnreliableStore unreliable = UnreliableStore.before(store.url(), status(200, "null"));
                Service service = Service.of(unreliable.url())) {
            assertThatThrownBy(() -> service.queries()
                            .query(new FindUser(user, true), UserView.class)
                            .join())
                    .hasCauseInstanceOf(StoreUnavailable.class);
        }
    }

    @Test
    void storeThatAsksToBeLeftAloneForLongIsAskedAgainWhileThereIsTime() {
        try (UnreliableStore unreliable = UnreliableStore.before(store.url(), status(503, "", "Retry-After", "3600"));
                Service service = Service.of(unreliable.url(), "userstore.client.timeout=3s")) {
            long before = version();
            service.send(new RecordLogin(user));

            assertThat(version()).isEqualTo(before + 1);
        }
    }

    private static long version() {
        return store.node()
                .ask(new FindUser(user, true), UserView.class)
                .orElseThrow()
                .version();
    }
}
