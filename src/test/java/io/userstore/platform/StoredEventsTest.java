package io.userstore.platform;

import static io.userstore.TestEvents.registered;
import static io.userstore.platform.ApprovedEvents.ERASED_ID;
import static io.userstore.platform.ApprovedEvents.ID;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.userstore.TestDatabase;
import io.userstore.TestNode;
import io.userstore.TestUsers;
import io.userstore.eventlog.MetaDataKeys;
import io.userstore.eventlog.Place;
import io.userstore.user.AccountStatus;
import io.userstore.user.EmailAddress;
import io.userstore.user.ExperienceLevel;
import io.userstore.user.PersonName;
import io.userstore.user.TargetRole;
import io.userstore.user.command.ChangeEmail;
import io.userstore.user.command.ChangePassword;
import io.userstore.user.command.ChangeProfile;
import io.userstore.user.command.ChangeStatus;
import io.userstore.user.command.Erase;
import io.userstore.user.command.Import;
import io.userstore.user.command.RecordFailedLogin;
import io.userstore.user.command.RecordLogin;
import io.userstore.user.command.Register;
import io.userstore.user.command.Restore;
import io.userstore.user.command.SoftDelete;
import io.userstore.user.command.UserCommand;
import io.userstore.user.event.LoginFailed;
import io.userstore.user.event.StatusChanged;
import io.userstore.user.event.UserEvent;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.axonframework.config.Configuration;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.messaging.GenericMessage;
import org.axonframework.messaging.MetaData;
import org.axonframework.serialization.SerializedType;
import org.axonframework.serialization.SimpleSerializedType;
import org.axonframework.serialization.jackson3.Jackson3Serializer;
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
    private static final Pattern SEALED = Pattern.compile("\\{\"sealed\":\"([A-Za-z0-9_-]+)\"}");
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    private static final MetaData METADATA = MetaData.with(MetaDataKeys.ACTOR, "registration-service")
            .and(MetaDataKeys.REASON, "Zoë asked \"twice\" 😀")
            .and(MetaDataKeys.SOURCE_ADDRESS, "2001:db8::1")
            .and(MetaDataKeys.CORRELATION_ID, "4bf92f3577b34da6a3ce929d0e0e4736")
            .and(MetaDataKeys.IDEMPOTENCY_KEY, "registration-1");

    private static TestNode node;
    private static StoredStreams streams;
    private static Jackson3Serializer serializer;

    @BeforeAll
    static void start() {
        TestDatabase database = TestDatabase.fresh();
        ApprovedKeys.putInto(database);
        node = TestNode.on(
                database, ApprovedKeys.property(), "spring.main.sources=" + TriesBeforeAttempts.class.getName());
        streams = new StoredStreams(node.bean(EventStore.class), node.jdbc());
        serializer = (Jackson3Serializer) node.bean(Configuration.class).eventSerializer();
        // The users to whom all the events below happen.
        for (long id : new long[] {ID, ERASED_ID}) {
            streams.appendToItsUser(
                    registered(id, id + "@example.com", TestUsers.HASH.value(), "Ann", null, null, "ACTIVE"), NOON);
        }
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

        streams.appendToItsUser(event, NOON);

        String stream = Long.toString(event.id());
        assertThat(streams.line(stream, "type || '.' || revision")).isEqualTo(ApprovedEvents.name(file) + "\n");
        assertThat(masked(streams.line(stream, "payload")))
                .as("of which the approved form would be %s", toBeApproved(file))
                .isEqualTo(masked(ApprovedEvents.text(file)));
    }

    @ParameterizedTest
    @MethodSource("files")
    void approvedFormIsReadAsTheEventItStandsFor(String file) {
        String name = ApprovedEvents.name(file);
        int dot = name.lastIndexOf('.');

        streams.insert(
                ApprovedKeys.STREAM,
                ApprovedEvents.eventId(file),
                name.substring(0, dot),
                name.substring(dot + 1),
                ApprovedEvents.text(file),
                "{}");

        assertThat(streams.lastEvent(ApprovedKeys.STREAM).getPayload()).isEqualTo(ApprovedEvents.event(file));
    }

    @Test
    void eventOfAnOldRevisionIsBroughtForward() {
        streams.insert("old", UUID.randomUUID(), "user.login-failed", "0", "{\"id\":7,\"tries\":3}", "{}");

        assertThat(streams.lastEvent("old").getPayload()).isEqualTo(new LoginFailed(7, 3));
    }

    @Test
    void metadataOfACommandIsStoredWithItsEventsInTheApprovedForm() {
        CommandMessage<Register> command = new GenericCommandMessage<>(
                new GenericMessage<>(
                        "c5a8b1f2-0c1e-4d57-9f5c-1b1f3e5d7a90",
                        TestUsers.user("metadata@example.com"),
                        METADATA.and("somethingElse", "is not handed on")),
                Register.class.getName());

        long id = node.<Long>send(command);

        assertThat(masked(streams.line(Long.toString(id), "metadata")))
                .isEqualTo(masked(ApprovedEvents.text("metadata.json")));
        assertThat(streams.line(Long.toString(id), "idempotency_key")).isEqualTo("registration-1\n");
    }

    @Test
    void approvedFormOfMetadataIsReadAsWhatWasSaid() {
        streams.insert(
                ApprovedKeys.STREAM,
                ApprovedEvents.eventId("metadata.json"),
                "user.login-succeeded",
                "1",
                ApprovedEvents.text("user.login-succeeded.1.json"),
                ApprovedEvents.text("metadata.json"));

        assertThat(streams.lastEvent(ApprovedKeys.STREAM).getMetaData())
                .isEqualTo(METADATA.and(MetaDataKeys.CAUSATION_ID, "c5a8b1f2-0c1e-4d57-9f5c-1b1f3e5d7a90"));
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
        String stream = Long.toString(id);
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

        // Before the last command: after it nobody can say what the others held.
        List<? extends DomainEventMessage<?>> events =
                streams.log().readEvents(stream).asStream().toList();
        List<String> storedAgain = new ArrayList<>(
                events.stream().map(StoredEventsTest::storedAgain).toList());
        assertThat(streams.tracked(id))
                .extracting(StoredEventsTest::storedAgain)
                .isEqualTo(storedAgain);
        node.send(new Erase(id));
        storedAgain.add(storedAgain(streams.lastEvent(stream)));

        node.send(new Import(
                ID + 10,
                EmailAddress.of("imported@example.com"),
                TestUsers.HASH,
                PersonName.of("Zoë"),
                null,
                null,
                AccountStatus.LOCKED,
                3,
                null,
                NOON.minusNanos(1_000),
                NOON,
                null));
        DomainEventMessage<?> imported = streams.lastEvent(Long.toString(ID + 10));

        assertThat(Stream.of(events, List.of(streams.lastEvent(stream), imported))
                        .<DomainEventMessage<?>>flatMap(List::stream)
                        .<Class<?>>map(DomainEventMessage::getPayloadType))
                .contains(UserEvent.class.getPermittedSubclasses());
        assertThat(storedAgain)
                .isEqualTo(streams.lines(stream, """
                        concat_ws(' ', version, event_id, type, revision,
                                       to_char(occurred_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
                                       payload, metadata)
                        """).stream()
                        .map(StoredEventsTest::masked)
                        .toList());
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

        DomainEventMessage<?> event = streams.lastEvent(stream);

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
        SerializedType type = serializer.typeForClass(event.getPayloadType());
        return masked(String.join(
                " ",
                Long.toString(event.getSequenceNumber()),
                event.getIdentifier(),
                type.getName(),
                type.getRevision(),
                MICROSECOND_FORMAT.format(event.getTimestamp()),
                json(event.getPayload(), place(event, Place.Part.PAYLOAD)),
                json(MetaData.from(event.getMetaData()), place(event, Place.Part.METADATA))));
    }

    /** Without the version: with a first event a stream would be given another key. */
    private static Place place(DomainEventMessage<?> event, Place.Part part) {
        SerializedType type = serializer.typeForClass(event.getPayloadType());
        return new Place(
                event.getAggregateIdentifier(), null, event.getIdentifier(), type.getName(), type.getRevision(), part);
    }

    /** The event as the keys of the approved files would seal it: whoever adds an event needs it once. */
    private static String toBeApproved(String file) {
        SerializedType type = serializer.typeForClass(ApprovedEvents.event(file).getClass());
        Place place = new Place(
                ApprovedKeys.STREAM,
                null,
                ApprovedEvents.eventId(file).toString(),
                type.getName(),
                type.getRevision(),
                Place.Part.PAYLOAD);
        return json(ApprovedEvents.event(file), place);
    }

    private static String json(Object value, Place place) {
        return serializer
                .getObjectMapper()
                .writer()
                .withAttribute(Place.class, place)
                .writeValueAsString(value);
    }

    /** No text is sealed the same way twice, but always to the same length. */
    private static String masked(String line) {
        return SEALED.matcher(line)
                .replaceAll(
                        match -> "{\"sealed\":\"" + "*".repeat(match.group(1).length()) + "\"}");
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
