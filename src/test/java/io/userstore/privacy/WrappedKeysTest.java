package io.userstore.privacy;

import static io.userstore.TestEvents.registered;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.userstore.TestDatabase;
import io.userstore.TestEvents;
import io.userstore.TestNode;
import io.userstore.TestUsers;
import io.userstore.eventlog.MetaDataKeys;
import io.userstore.user.UserRejected;
import io.userstore.user.command.RecordLogin;
import io.userstore.user.event.EmailChanged;
import io.userstore.user.event.PasswordChanged;
import io.userstore.user.event.Personal;
import io.userstore.user.event.ProfileChanged;
import io.userstore.user.event.Registered;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.axonframework.commandhandling.CommandResultMessage;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.messaging.MetaData;
import org.axonframework.modelling.command.AggregateStreamCreationException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

/** A data key that was destroyed, one that is missing and one that was tampered with are three things. */
class WrappedKeysTest {

    private static final Set<Class<?>> SAYING_SOMETHING_PERSONAL =
            Set.of(Registered.class, ProfileChanged.class, EmailChanged.class, PasswordChanged.class);

    private static TestNode node;
    private static JdbcTemplate jdbc;
    private static int count;

    private String ann;
    private String bob;

    @BeforeAll
    static void start() {
        node = TestNode.on(TestDatabase.fresh(), SealedUsers.ONE_SNAPSHOT, "logging.level.io.userstore.privacy=OFF");
        jdbc = node.jdbc();
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    @BeforeEach
    void twoUsers() {
        ann = Long.toString(SealedUsers.add("ann" + count++, node));
        bob = Long.toString(SealedUsers.add("bob" + count++, node));
    }

    @Test
    void keysThatTookEachOthersPlacesAreBroken() {
        byte[] annsKey = wrapped(ann);
        setWrapped(ann, wrapped(bob));
        setWrapped(bob, annsKey);

        for (String stream : List.of(ann, bob)) {
            assertBroken(stream);
            assertThat(catchThrowable(() -> read(stream))).hasMessageContaining("the data key of stream " + stream);
        }
    }

    @Test
    void everyBitOfAWrappedKeyMatters() throws GeneralSecurityException {
        KeyWrapping wrapping = node.bean(KeyWrapping.class);
        byte[] original = wrapped(ann);
        wrapping.unwrap(ann, original);

        for (byte[] flipped : Flipped.bits(original)) {
            assertThat(catchThrowable(() -> wrapping.unwrap(ann, flipped)))
                    .isInstanceOf(GeneralSecurityException.class);
        }
    }

    @Test
    void readersAreToldOfAWrappedKeyThatWasChanged() {
        List<byte[]> flipped = Flipped.bits(wrapped(ann));

        // Of Tink's prefix, the nonce, the ciphertext and the tag.
        for (int bit : new int[] {0, 8, 40, 8 * 20, flipped.size() - 1}) {
            setWrapped(ann, flipped.get(bit));

            assertBroken(ann);
        }
    }

    @Test
    void missingKeyIsBrokenAndNotErased() {
        jdbc.update("DELETE FROM data_keys WHERE aggregate_id = ?", ann);
        forgetKeys();

        assertBroken(ann);
    }

    @Test
    void whatIsPersonalIsErasedWithoutItsKeyAndNothingElseIs() {
        List<Object> whileThere = read(bob);
        jdbc.update("UPDATE data_keys SET wrapped_key = NULL, erased_at = now() WHERE aggregate_id = ?", ann);
        forgetKeys();

        List<DomainEventMessage<?>> events = events(ann);

        assertThat(events).hasSize(7);
        assertThat(read(ann)).hasSize(11 + 7 * 2).allMatch(Personal.Erased.ERASED::equals);
        assertThat(events)
                .extracting(event -> event.getMetaData().get(MetaDataKeys.CAUSATION_ID))
                .doesNotContainNull()
                .doesNotHaveDuplicates();
        assertThat(read(bob)).isEqualTo(whileThere).noneMatch(Personal.Erased.ERASED::equals);
    }

    @Test
    void firstEventThatIsRefusedDoesNotHideTheKeyThatTheStreamHas() {
        List<Object> before = read(ann);
        GenericDomainEventMessage<?> another = new GenericDomainEventMessage<>(
                "user",
                ann,
                0,
                registered(Long.parseLong(ann), "x@example.com", TestUsers.HASH.value(), "X", null, null, "ACTIVE"));

        assertThat(catchThrowable(() -> node.bean(EventStore.class).publish(another)))
                .isInstanceOf(AggregateStreamCreationException.class);

        assertThat(read(ann)).isEqualTo(before);
        node.send(new RecordLogin(Long.parseLong(ann)), SealedUsers.ORIGIN);
        assertThat(read(ann)).startsWith(before.toArray()).endsWith("asked to", "2001:db8::1");
    }

    @Test
    void fingerprintOfACommandIsSealedForItsKeyAlone() {
        MetaData first = MetaData.with(MetaDataKeys.IDEMPOTENCY_KEY, "first" + ann);
        MetaData second = MetaData.with(MetaDataKeys.IDEMPOTENCY_KEY, "second" + ann);
        RecordLogin command = new RecordLogin(Long.parseLong(ann));
        node.send(command, first);
        node.send(command, second);
        assertThat(node.send(command, first).isExceptional()).isFalse();
        assertThat(node.send(new RecordLogin(Long.parseLong(bob)), first).exceptionResult())
                .isInstanceOf(UserRejected.class);

        jdbc.update("""
                UPDATE idempotency_keys
                   SET fingerprint = (SELECT fingerprint FROM idempotency_keys WHERE idempotency_key = ?)
                 WHERE idempotency_key = ?
                """, "second" + ann, "first" + ann);
        CommandResultMessage<?> repeated = node.send(command, first);

        assertThat(repeated.exceptionResult()).isInstanceOf(SealBroken.class);
    }

    private static void assertBroken(String stream) {
        for (DomainEventMessage<?> event : events(stream)) {
            assertThat(catchThrowable(() -> event.getMetaData().size()))
                    .isInstanceOf(SealBroken.class)
                    .hasMessageContaining(event.getIdentifier());
            if (SAYING_SOMETHING_PERSONAL.contains(event.getPayloadType())) {
                assertThat(catchThrowable(event::getPayload))
                        .isInstanceOf(SealBroken.class)
                        .hasMessageContaining(event.getIdentifier());
            }
        }
    }

    private static List<DomainEventMessage<?>> events(String stream) {
        List<DomainEventMessage<?>> events = new ArrayList<>();
        node.bean(EventStore.class).readEvents(stream, 0).forEachRemaining(events::add);
        return events;
    }

    /** All that is personal, in order. */
    private static List<Object> read(String stream) {
        List<Object> read = new ArrayList<>();
        for (DomainEventMessage<?> event : events(stream)) {
            read.addAll(TestEvents.personal(event.getPayload()));
            read.add(event.getMetaData().get(MetaDataKeys.REASON));
            read.add(event.getMetaData().get(MetaDataKeys.SOURCE_ADDRESS));
        }
        return read;
    }

    private static byte[] wrapped(String stream) {
        return Objects.requireNonNull(
                jdbc.queryForObject("SELECT wrapped_key FROM data_keys WHERE aggregate_id = ?", byte[].class, stream));
    }

    private static void setWrapped(String stream, byte[] wrapped) {
        jdbc.update("UPDATE data_keys SET wrapped_key = ? WHERE aggregate_id = ?", wrapped, stream);
        forgetKeys();
    }

    private static void forgetKeys() {
        node.bean(DataKeys.class).forgetAll();
    }
}
