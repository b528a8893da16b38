package io.userstore.privacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.userstore.TestDatabase;
import io.userstore.TestNode;
import io.userstore.TestUsers;
import io.userstore.eventlog.DatabaseFailure;
import io.userstore.eventlog.LogUnavailable;
import io.userstore.user.event.Registered;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.messaging.MetaData;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A key-encryption key in a key management service: a service that is out of reach breaks nothing. */
class KmsKeyTest {

    private static final String URI = "test-kms://users";
    private static final TestKms.Key KEY = TestKms.key(URI);

    private static TestDatabase database;
    private static TestNode node;
    private static int count;

    @BeforeAll
    static void start() {
        database = TestDatabase.fresh();
        node = TestNode.on(
                database, "userstore.privacy.key-encryption-key=" + URI, "logging.level.io.userstore.privacy=OFF");
        // Before any of the keys are counted, and while the service can be reached.
        node.bean(KeptSecret.class).findOrMake();
    }

    @AfterEach
    void inReach() {
        KEY.isInReach();
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    /** What Tink's clients throw, and what their network libraries do. */
    static Stream<Exception> outages() {
        return Stream.of(new GeneralSecurityException("503"), new IllegalStateException("connection reset"));
    }

    @Test
    void usersAreRegisteredUnderItAndNoKeyIsKeptInAFile() {
        long id = newUser();
        node.bean(DataKeys.class).forgetAll();

        assertThat(registered(id).email().or("erased")).contains("@example.com");
        assertThat(Path.of(database.dataFolder()).resolve("key-encryption-keys.json"))
                .doesNotExist();
    }

    @ParameterizedTest
    @MethodSource("outages")
    void whatIsSealedIsNeitherErasedNorBrokenWhileTheServiceIsOutOfReach(Exception outage) {
        long id = newUser();
        Registered before = registered(id);
        node.bean(DataKeys.class).forgetAll();
        KEY.failsWith(outage);

        assertThat(catchThrowable(() -> registered(id))).isInstanceOf(LogUnavailable.class);

        KEY.isInReach();
        assertThat(registered(id)).isEqualTo(before);
    }

    @ParameterizedTest
    @MethodSource("outages")
    void registrationsAreToComeAgainWhileTheServiceIsOutOfReach(Exception outage) {
        KEY.failsWith(outage);

        Throwable failure = node.send(TestUsers.user("later@example.com"), MetaData.emptyInstance())
                .exceptionResult();

        assertThat(DatabaseFailure.isOutage(failure)).isTrue();
        assertThat(node.jdbc().queryForList("SELECT 1 FROM users WHERE email = 'later@example.com'"))
                .isEmpty();
    }

    @Test
    void wrappedKeyThatWasChangedIsBrokenWhenTheServiceIsInReach() {
        long id = newUser();
        String stream = Long.toString(id);
        byte[] wrapped = Objects.requireNonNull(node.jdbc()
                .queryForObject("SELECT wrapped_key FROM data_keys WHERE aggregate_id = ?", byte[].class, stream));
        node.jdbc()
                .update(
                        "UPDATE data_keys SET wrapped_key = ? WHERE aggregate_id = ?",
                        Flipped.bits(wrapped).get(100),
                        stream);
        node.bean(DataKeys.class).forgetAll();

        assertThat(catchThrowable(() -> registered(id))).isInstanceOf(SealBroken.class);

        node.jdbc().update("UPDATE data_keys SET wrapped_key = ? WHERE aggregate_id = ?", wrapped, stream);
    }

    @Test
    void rotationLeavesNothingToOlderVersionsOfTheServicesKey() throws GeneralSecurityException {
        long id = newUser();
        KEY.rotate();

        KeyRotation.Outcome outcome = node.bean(KeyRotation.class).rotate(true, (done, total) -> {});
        KEY.dropOlderVersions();
        node.bean(DataKeys.class).forgetAll();

        assertThat(outcome.broken()).isZero();
        assertThat(outcome.rewrapped())
                .isEqualTo(node.jdbc().queryForObject("SELECT count(*) FROM data_keys", Long.class));
        assertThat(registered(id).email().or("erased")).contains("@example.com");
        newUser();
        startAgain().close();
    }

    @ParameterizedTest
    @MethodSource("outages")
    void rotationThatAnOutageCutsOffIsTakenUpAgain(Exception outage) throws GeneralSecurityException {
        List<Long> ids = IntStream.range(0, 5).mapToObj(i -> newUser()).toList();
        KEY.rotate();
        KeyRotation rotation = node.bean(KeyRotation.class);
        // The check values of both generations, a key that is unwrapped and wrapped, and half of another.
        KEY.failsAfter(3 + 2 + 1, outage);
        assertThatThrownBy(() -> rotation.rotate(true, (done, total) -> {})).isInstanceOf(LogUnavailable.class);
        KEY.isInReach();

        assertThat(rotation.rotate(true, (done, total) -> {}).broken()).isZero();

        KEY.dropOlderVersions();
        node.bean(DataKeys.class).forgetAll();
        ids.forEach(KmsKeyTest::registered);
    }

    @Test
    void storeDoesNotStartWhenTheServiceIsOutOfReach() {
        KEY.failsWith(new GeneralSecurityException("503"));

        assertThat(catchThrowable(() -> startAgain().close()))
                .satisfies(failure -> assertThat(Stream.iterate(failure, Objects::nonNull, Throwable::getCause))
                        .hasAtLeastOneElementOfType(KeysUnusable.class));
    }

    @Test
    void keyThatIsNotTheDatabasesOrCannotBeHadIsRefusedBeforeAnythingIsWrappedByIt() {
        KeyDatabase keys = node.bean(KeyDatabase.class);

        assertThatThrownBy(() -> KeyWrapping.of(keys, KmsKey.at("test-kms://another", null)))
                .isInstanceOf(KeysUnusable.class);
        assertThatThrownBy(() -> KmsKey.at("other-kms://users", null)).isInstanceOf(KeysUnusable.class);
        assertThatThrownBy(() -> KmsKey.at(URI, "/credentials")).isInstanceOf(KeysUnusable.class);
    }

    private static TestNode startAgain() {
        return TestNode.on(database, "userstore.privacy.key-encryption-key=" + URI);
    }

    private static long newUser() {
        return node.<Long>send(TestUsers.user("u" + count++ + "@example.com"));
    }

    private static Registered registered(long id) {
        return (Registered) node.bean(EventStore.class)
                .readEvents(Long.toString(id), 0)
                .next()
                .getPayload();
    }
}
