package io.userstore.platform;

import static io.userstore.platform.ApprovedEvents.ID;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.userstore.TestDatabase;
import io.userstore.TestNode;
import io.userstore.TestUsers;
import io.userstore.eventlog.MetaDataKeys;
import io.userstore.user.AccountStatus;
import io.userstore.user.EmailAddress;
import io.userstore.user.ExperienceLevel;
import io.userstore.user.PersonName;
import io.userstore.user.TargetRole;
import io.userstore.user.command.ChangeEmail;
import io.userstore.user.command.ChangePassword;
import io.userstore.user.command.ChangeProfile;
import io.userstore.user.command.ChangeStatus;
import io.userstore.user.command.RecordFailedLogin;
import io.userstore.user.command.RecordLogin;
import io.userstore.user.command.Register;
import io.userstore.user.command.Restore;
import io.userstore.user.command.SoftDelete;
import io.userstore.user.command.UserCommand;
import io.userstore.user.event.LoginFailed;
import io.userstore.user.event.Registered;
import io.userstore.user.event.StatusChanged;
import io.userstore.user.event.UserEvent;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.axonframework.config.Configuration;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.messaging.GenericMessage;
import org.axonframework.messaging.MetaData;
import org.axonframework.serialization.SerializedObject;
import org.axonframework.serialization.SerializedType;
import org.axonframework.serialization.Serializer;
import org.axonframework.serialization.SimpleSerializedType;
import org.axonframework.serialization.upcasting.event.IntermediateEventRepresentation;
import org.axonframework.serialization.upcasting.event.SingleEventUpcaster;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The stored form of every event, byte for byte. An approved file is a contract with every log there is: when a test
 * here fails, a new revision and an upcaster are wanted, and never a change of the file.
 */
class StoredEventsTest {

    private static final DateTimeFormatter MICROSECOND_FORMAT = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSSSSSX", Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    private static TestNode node;
    private static StoredStreams streams;
    private static Serializer serializer;

    @BeforeAll
    static void start() {
        node = TestNode.on(TestDatabase.fresh(), "spring.main.sources=" + TriesBeforeAttempts.class.getName());
        streams = new StoredStreams(node.bean(EventStore.class), node.jdbc());
        serializer = node.bean(Configuration.class).eventSerializer();
        // The users table wants to know of the user to whom all the events below happen.
        streams.append(
                Long.toString(ID),
                new Registered(ID, "id@example.com", TestUsers.HASH.value(), "Ann", null, null, "ACTIVE"),
                NOON);
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    static Set<String> files() {
        return ApprovedEvents.byFile().keySet();
    }

    @Test
    void everyEventHasAnApprovedFormOfTheRevisionWrittenNow() {
        assertThat(ApprovedEvents.byFile().entrySet().stream()
                        .filter(form -> ApprovedEvents.name(form.getKey()).equals(currentName(form.getValue())))
                        .<Class<?>>map(form -> form.getValue().getClass()))
                .contains(UserEvent.class.getPermittedSubclasses());
        assertThat(ApprovedEvents.files()).isEqualTo(ApprovedEvents.byFile().keySet());
    }

    @ParameterizedTest
    @MethodSource("files")
    void eventIsStoredInItsApprovedForm(String file) {
        UserEvent event = ApprovedEvents.event(file);
        assumeThat(ApprovedEvents.name(file)).as("else only read now").isEqualTo(currentName(event));

        String stream = streams.append(event, NOON);

        assertThat(streams.line(stream, "type || '.' || revision")).isEqualTo(ApprovedEvents.name(file) + "\n");
        assertThat(streams.line(stream, "payload")).isEqualTo(ApprovedEvents.text(file));
    }

    @ParameterizedTest
    @MethodSource("files")
    void approvedFormIsReadAsTheEventItStandsFor(String file) {
        String name = ApprovedEvents.name(file);
        int dot = name.lastIndexOf('.');

        String stream = streams.insert(name.substring(0, dot), name.substring(dot + 1), ApprovedEvents.text(file));

        assertThat(streams.onlyEvent(stream).getPayload()).isEqualTo(ApprovedEvents.event(file));
    }

    @Test
    void eventOfAnOldRevisionIsBroughtForward() {
        String stream = streams.insert("user.login-failed", "0", "{\"id\":7,\"tries\":3}");

        assertThat(streams.onlyEvent(stream).getPayload()).isEqualTo(new LoginFailed(7, 3));
    }

    @Test
    void metadataOfACommandIsStoredWithItsEventsInTheApprovedForm() {
        CommandMessage<Register> command = new GenericCommandMessage<>(
                new GenericMessage<>(
                        "c5a8b1f2-0c1e-4d57-9f5c-1b1f3e5d7a90",
                        TestUsers.user("metadata@example.com"),
                        MetaData.with(MetaDataKeys.ACTOR, "registration-service")
                                .and(MetaDataKeys.REASON, "Zoë asked \"twice\" 😀")
                                .and(MetaDataKeys.SOURCE_ADDRESS, "2001:db8::1")
                                .and(MetaDataKeys.CORRELATION_ID, "4bf92f3577b34da6a3ce929d0e0e4736")
                                .and(MetaDataKeys.IDEMPOTENCY_KEY, "registration-1")
                                .and("somethingElse", "is not handed on")),
                Register.class.getName());

        long id = node.<Long>send(command);

        assertThat(streams.line(Long.toString(id), "metadata")).isEqualTo(ApprovedEvents.text("metadata.json"));
        assertThat(streams.line(Long.toString(id), "idempotency_key")).isEqualTo("registration-1\n");
    }

    @Test
    void commandThatSaysNothingOfItsOriginIsItsOwn() {
        CommandMessage<Register> command = new GenericCommandMessage<>(
                new GenericMessage<>(
                        "c5a8b1f2-0c1e-4d57-9f5c-1b1f3e5d7a91",
                        TestUsers.user("silent@example.com"),
                        MetaData.emptyInstance()),
                Register.class.getName());

        long id = node.<Long>send(command);

        assertThat(streams.line(Long.toString(id), "metadata")).isEqualTo(ApprovedEvents.text("metadata-least.json"));
    }

    @Test
    void whatCommandsStoredIsReadBackAndStoredAgainToTheByte() {
        long id = node.<Long>send(new Register(
                EmailAddress.of("Chain@BÜCHER.example"),
                TestUsers.HASH,
                PersonName.of("Zoë \"Ann\" 😀"),
                TargetRole.of("Straße & Bau"),
                ExperienceLevel.SENIOR,
                AccountStatus.ACTIVE));
        for (UserCommand command : List.of(
                new RecordLogin(id),
                new RecordFailedLogin(id),
                new RecordFailedLogin(id),
                new RecordFailedLogin(id),
                new RecordFailedLogin(id),
                new RecordFailedLogin(id),
                new ChangeStatus(id, AccountStatus.ACTIVE),
                new ChangeProfile(id, PersonName.of("Zoë"), null, null),
                new ChangeEmail(id, EmailAddress.of("chain2@example.com")),
                new ChangePassword(id, TestUsers.HASH),
                new SoftDelete(id),
                new Restore(id))) {
            node.send(command);
        }

        List<? extends DomainEventMessage<?>> events =
                streams.log().readEvents(Long.toString(id)).asStream().toList();

        assertThat(events.stream().<Class<?>>map(DomainEventMessage::getPayloadType))
                .contains(UserEvent.class.getPermittedSubclasses());
        List<String> storedAgain =
                events.stream().map(StoredEventsTest::storedAgain).toList();
        assertThat(storedAgain).isEqualTo(streams.lines(Long.toString(id), """
                        concat_ws(' ', version, event_id, type, revision,
                                       to_char(occurred_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
                                       payload, metadata)
                        """));
        assertThat(streams.tracked(id))
                .extracting(StoredEventsTest::storedAgain)
                .isEqualTo(storedAgain);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-03-01T12:00:00Z",
                "2026-03-01T12:00:00.1Z",
                "2026-03-01T12:00:00.000001Z",
                "2026-03-01T11:59:59.999999Z",
                "2026-09-27T03:00:00.123456Z",
                "1969-12-31T23:59:59.999999Z",
                "9999-12-31T23:59:59.999999Z"
            })
    void timesAreKeptToTheMicrosecond(String text) {
        Instant time = Instant.parse(text);
        String stream = streams.append(new StatusChanged(ID, "ACTIVE", "LOCKED", "TOO_MANY_FAILED_LOGINS", time), time);

        DomainEventMessage<?> event = streams.onlyEvent(stream);

        assertThat(event.getTimestamp()).isEqualTo(time);
        assertThat(((StatusChanged) event.getPayload()).lockedUntil()).isEqualTo(time);
        assertThat(streams.line(stream, "(extract(epoch FROM occurred_at) * 1000000)::bigint"))
                .isEqualTo(time.getEpochSecond() * 1_000_000 + time.getNano() / 1_000 + "\n");
    }

    /** The stored name and the revision that are written now. */
    private static String currentName(UserEvent event) {
        SerializedType type = serializer.typeForClass(event.getClass());
        return type.getName() + "." + type.getRevision();
    }

    /** From the objects that were read: a message that was not touched would hand on the text it came with. */
    private static String storedAgain(DomainEventMessage<?> event) {
        SerializedObject<String> payload = serializer.serialize(event.getPayload(), String.class);
        SerializedObject<String> metadata = serializer.serialize(MetaData.from(event.getMetaData()), String.class);
        return String.join(
                " ",
                Long.toString(event.getSequenceNumber()),
                event.getIdentifier(),
                payload.getType().getName(),
                payload.getType().getRevision(),
                MICROSECOND_FORMAT.format(event.getTimestamp()),
                payload.getData(),
                metadata.getData());
    }

    /** As if attempts had once been called tries. A bean like those that bring real old revisions forward. */
    static final class TriesBeforeAttempts extends SingleEventUpcaster {

        @Override
        protected boolean canUpcast(IntermediateEventRepresentation event) {
            return event.getType().equals(new SimpleSerializedType("user.login-failed", "0"));
        }

        @Override
        protected IntermediateEventRepresentation doUpcast(IntermediateEventRepresentation event) {
            return event.upcastPayload(new SimpleSerializedType("user.login-failed", "1"), JsonNode.class, payload -> {
                ObjectNode upcast = (ObjectNode) payload;
                upcast.set("attempts", upcast.remove("tries"));
                return upcast;
            });
        }
    }
}
