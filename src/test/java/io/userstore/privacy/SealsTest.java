package io.userstore.privacy;

import static io.userstore.privacy.SealedText.sealed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.micrometer.core.instrument.MeterRegistry;
import io.userstore.TestDatabase;
import io.userstore.TestNode;
import io.userstore.eventlog.DatabaseFailure;
import io.userstore.eventlog.Place;
import io.userstore.eventlog.Sealing;
import io.userstore.user.AccountStanding;
import io.userstore.user.command.RecordFailedLogin;
import io.userstore.user.event.Personal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.axonframework.common.caching.Cache;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.POJONode;

/** Whatever is done to sealed texts behind the store's back is noticed by whoever reads them. */
class SealsTest {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private static TestNode node;
    private static JdbcTemplate jdbc;
    private static Sealing sealing;
    private static List<SealedText> texts;

    @BeforeAll
    static void start() {
        // What is broken here, some ten thousand times, need not be reported each time.
        node = TestNode.on(TestDatabase.fresh(), SealedUsers.ONE_SNAPSHOT, "logging.level.io.userstore.privacy=OFF");
        jdbc = node.jdbc();
        sealing = node.bean(Sealing.class);
        SealedUsers.add("ann", node);
        SealedUsers.add("bob", node);
        texts = SealedText.all(jdbc);
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    @Test
    void allThatIsPersonalIsSealedAndOpensWhereItStands() {
        assertThat(texts).hasSize(2 * SealedUsers.TEXTS);

        Set<String> opened = new TreeSet<>();
        texts.forEach(text -> opened.add(clear(text)));

        assertThat(opened)
                .contains("ann", "ann II", "bob@example.com", "bob.2@example.com", "bob.3@example.com")
                .contains("Architect", "Engineer", "MID", "SENIOR", "asked to", "2001:db8::1")
                .hasSize(18);
        for (String clear : opened) {
            assertThat(jdbc.queryForList("""
                            SELECT 1
                              FROM (SELECT payload, metadata FROM event_log
                                    UNION ALL
                                    SELECT payload, metadata FROM snapshots) AS stored
                             WHERE position(? IN concat(payload, metadata)) > 0
                            """, '"' + clear + '"')).as(clear).isEmpty();
        }
    }

    @Test
    void everyTextIsRefusedInThePlaceOfEveryOther() {
        for (SealedText place : texts) {
            for (SealedText other : texts) {
                if (!other.equals(place)) {
                    assertBroken(place, sealed(other.text()));
                }
            }
        }
    }

    @Test
    void everyTextIsRefusedWhenAnythingElseOfItsPlaceWasChanged() {
        for (SealedText text : texts) {
            Place here = text.place();
            List<Place> others = new ArrayList<>(List.of(
                    new Place(here.stream(), 1L, "another", here.type(), here.revision(), here.part()),
                    new Place(here.stream(), 1L, here.eventId(), "another", here.revision(), here.part()),
                    new Place(here.stream(), 1L, here.eventId(), here.type(), "another", here.part())));
            for (Place.Part part : Place.Part.values()) {
                if (part != here.part()) {
                    others.add(new Place(here.stream(), 1L, here.eventId(), here.type(), here.revision(), part));
                }
            }
            for (Place other : others) {
                assertThat(catchThrowable(() -> sealing.open(text.json(sealed(text.text())), other, List.of())))
                        .as("%s as %s", text, other)
                        .isInstanceOf(SealBroken.class);
            }
        }
    }

    @Test
    void everyBitOfATextMatters() {
        for (SealedText text : texts) {
            for (byte[] flipped : Flipped.bits(text.text().getBytes(StandardCharsets.ISO_8859_1))) {
                assertBroken(text, sealed(new String(flipped, StandardCharsets.ISO_8859_1)));
            }
            for (byte[] flipped : Flipped.bits(Base64.getUrlDecoder().decode(text.text()))) {
                assertBroken(
                        text, sealed(Base64.getUrlEncoder().withoutPadding().encodeToString(flipped)));
            }
        }
    }

    @Test
    void textThatWasCutOffOrAddedToIsRefused() {
        for (SealedText text : texts) {
            for (int length = 0; length < text.text().length(); length++) {
                assertBroken(text, sealed(text.text().substring(0, length)));
            }
            for (String more : List.of("A", "=", "==", "AAAA", "\n", " ", "\u0100", text.text())) {
                assertBroken(text, sealed(text.text() + more));
                assertBroken(text, sealed(more + text.text()));
            }
        }
    }

    @Test
    void whatIsNoTextIsRefusedWhereASealedOneShouldBe() {
        for (SealedText text : texts) {
            for (JsonNode value : List.of(
                    JSON.nullNode(),
                    JSON.numberNode(7),
                    JSON.booleanNode(true),
                    JSON.arrayNode().add(text.text()),
                    sealed(text.text()))) {
                assertBroken(text, JSON.objectNode().set(PersonalSealing.SEALED, value));
            }
        }
    }

    @Test
    void whoReadsTheLogIsToldWhichEventIsBroken() {
        for (SealedText place : texts) {
            for (SealedText other : oneOfEachKind(place)) {
                replaced(
                        place,
                        sealed(other.text()),
                        failure -> assertThat(failure)
                                .as("%s in the place of %s", other, place)
                                .isInstanceOf(SealBroken.class)
                                .hasMessageContaining(place.place().eventId()));
            }
        }
    }

    @Test
    void textInClearIsRefusedWhereASealedOneShouldBe() {
        for (SealedText text : texts) {
            String clear = clear(text);
            for (JsonNode value : List.of(
                    JSON.stringNode(clear),
                    JSON.objectNode().put("value", clear),
                    JSON.objectNode().put(PersonalSealing.SEALED, text.text()).put("value", clear),
                    JSON.arrayNode().add(clear))) {
                replaced(text, value, failure -> {
                    assertThat(failure).as("%s as %s", text, value).isNotNull();
                    assertThat(failure.getMessage()).doesNotContain(clear);
                    assertThat(DatabaseFailure.isOutage(failure)).isFalse();
                });
            }
        }
    }

    @Test
    void brokenSnapshotRaisesTheAlarmAndIsPassedOver() {
        String stream = Long.toString(SealedUsers.add("eve", node));
        SealedText snapshot = SealedText.all(jdbc).stream()
                .filter(text ->
                        text.table().equals("snapshots") && text.stream().equals(stream))
                .findFirst()
                .orElseThrow();
        snapshot.replace(sealed(texts.get(0).text()), jdbc);
        node.bean(Cache.class).removeAll();
        double before = alarms();

        AccountStanding standing = node.send(new RecordFailedLogin(Long.parseLong(stream)));

        assertThat(standing.failedLoginAttempts()).isEqualTo(2);
        assertThat(alarms()).isGreaterThan(before);
    }

    private static double alarms() {
        return node.bean(MeterRegistry.class).counter("userstore.seals.broken").count();
    }

    /** Without AssertJ, which would take most of the time. */
    private static void assertBroken(SealedText place, JsonNode value) {
        try {
            sealing.open(place.json(value), place.place(), List.of());
        } catch (SealBroken e) {
            if (String.valueOf(e.getMessage()).contains(place.place().eventId())) {
                return;
            }
        }
        throw new AssertionError("not noticed: " + value + " as " + place);
    }

    private static String clear(SealedText text) {
        JsonNode opened = sealing.open(text.json(sealed(text.text())), text.place(), List.of())
                .at("/" + text.field());
        return opened.isString() ? opened.stringValue() : ((Personal.Text) ((POJONode) opened).getPojo()).value();
    }

    /** One of each way that another text can stand to this one. */
    private static List<SealedText> oneOfEachKind(SealedText place) {
        List<SealedText> others = new ArrayList<>();
        Set<List<Boolean>> kinds = new HashSet<>();
        for (SealedText other : texts) {
            List<Boolean> kind = List.of(
                    other.stream().equals(place.stream()),
                    other.place().eventId().equals(place.place().eventId()),
                    other.place().type().equals(place.place().type()),
                    other.place().part() == place.place().part(),
                    other.field().equals(place.field()));
            if (!other.equals(place) && kinds.add(kind)) {
                others.add(other);
            }
        }
        return others;
    }

    /** Hands over what those find who read the user's events while the text is replaced. */
    private static void replaced(SealedText text, JsonNode value, Consumer<Throwable> check) {
        text.replace(value, jdbc);
        try {
            check.accept(catchThrowable(() -> read(text).forEach(event -> {
                event.getPayload();
                event.getMetaData().size();
            })));
        } finally {
            text.replace(sealed(text.text()), jdbc);
        }
    }

    private static Stream<? extends EventMessage<?>> read(SealedText text) {
        if (text.table().equals("snapshots")) {
            Stream<DomainEventMessage<?>> snapshot =
                    node.bean(EventStorageEngine.class).readSnapshot(text.stream()).stream();
            return snapshot;
        }
        return node.bean(EventStore.class).readEvents(text.stream(), 0).asStream();
    }
}
