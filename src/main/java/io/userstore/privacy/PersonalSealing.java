package io.userstore.privacy;

import io.userstore.eventlog.MetaDataKeys;
import io.userstore.eventlog.Place;
import io.userstore.eventlog.Sealing;
import io.userstore.user.UserRejected;
import io.userstore.user.command.Erase;
import io.userstore.user.event.Personal;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.axonframework.modelling.command.ConcurrencyException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Seals what is personal, text by text, with the key of its user: in JSON each becomes {@code {"sealed": "..."}}, nonce,
 * ciphertext and tag in base64url. Opening has three outcomes that are never mixed up: a key that was destroyed gives
 * {@link Personal.Erased}; keys out of reach are a {@code LogUnavailable}, to be tried again; what does not verify is a
 * {@link SealBroken}.
 */
final class PersonalSealing implements Sealing {

    static final String SEALED = "sealed";

    /** Of the metadata that goes with every event. */
    static final Set<String> PERSONAL_METADATA =
            Set.of(MetaDataKeys.ON_BEHALF_OF, MetaDataKeys.REASON, MetaDataKeys.SOURCE_ADDRESS);

    /** Without the idempotency key itself, which is whatever a caller made it. */
    private static final String FINGERPRINT = "a command's fingerprint";

    /** The stored name of the event, whose user has the id already. */
    private static final String IMPORTED = "user.imported";

    private static final Logger log = LoggerFactory.getLogger(PersonalSealing.class);
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    private final DataKeys keys;
    private final Predicate<String> erased;
    private final Runnable alarm;

    /**
     * Seals with these keys.
     *
     * @param erased whether a user of that id was ever erased, as far as anybody knows
     * @param alarm called for each seal that is found broken
     */
    PersonalSealing(DataKeys keys, Predicate<String> erased, Runnable alarm) {
        this.keys = keys;
        this.erased = erased;
        this.alarm = alarm;
    }

    @Override
    public void customize(JsonMapper.Builder json) {
        // Failures here tell callers what to do, and must reach them as they are.
        json.addModule(new PersonalModule(this::seal))
                .disable(SerializationFeature.WRAP_EXCEPTIONS)
                .disable(DeserializationFeature.WRAP_EXCEPTIONS);
    }

    /** The text that is to stand at that place of the JSON. */
    private String seal(Personal.Text personal, Place place, JsonPointer field) {
        byte[] clear = personal.value().getBytes(StandardCharsets.UTF_8);
        return BASE64.encodeToString(keyToWrite(place).seal(clear, associated(place, field)));
    }

    private DataKey keyToWrite(Place place) {
        String stream = Objects.requireNonNull(place.stream(), "personal data belongs to a stream");
        boolean begins = place.part() != Place.Part.SNAPSHOT && Long.valueOf(0).equals(place.version());
        if (begins) {
            return begun(stream, place);
        }
        return named(() -> keys.findToWrite(stream), stream, place::toString)
                // Whoever writes has not seen the erasure yet: it is to decide again.
                .orElseThrow(() -> new ConcurrencyException("stream " + stream + " was erased meanwhile"));
    }

    private DataKey begun(String stream, Place place) {
        boolean imported = place.type().equals(IMPORTED);
        if (imported && erased.test(stream)) {
            // A restored log does not know it any more, and the source never did.
            throw new UserRejected(UserRejected.Code.USER_DELETED, "the user was erased in this store");
        }
        try {
            return keys.toBegin(stream, imported);
        } catch (GeneralSecurityException e) {
            throw broken("the data key of stream " + stream + ", left by an import", e);
        }
    }

    @Override
    public JsonNode open(JsonNode stored, Place place, Collection<String> together) {
        if (place.part() == Place.Part.METADATA) {
            refuseInClear(stored, place);
        }
        return opened(stored, JsonPointer.empty(), place, together);
    }

    /** Once it is opened, nobody could tell it from what was sealed; payloads are told apart by their types. */
    private void refuseInClear(JsonNode metadata, Place place) {
        for (String key : PERSONAL_METADATA) {
            JsonNode value = metadata.get(key);
            if (value != null && sealed(value) == null) {
                JsonPointer field = JsonPointer.empty().appendProperty(key);
                throw broken(name(place, field), new GeneralSecurityException("it is not sealed"));
            }
        }
    }

    private static @Nullable JsonNode sealed(JsonNode node) {
        return node instanceof ObjectNode object && object.size() == 1 ? object.get(SEALED) : null;
    }

    private JsonNode opened(JsonNode node, JsonPointer field, Place place, Collection<String> together) {
        JsonNode sealed = sealed(node);
        if (sealed != null) {
            return asNode(open(sealed, field, place, together), place);
        }
        if (node instanceof ObjectNode object) {
            for (Map.Entry<String, JsonNode> property : object.properties()) {
                if (property.getValue().isContainer()) {
                    JsonPointer child = field.appendProperty(property.getKey());
                    property.setValue(opened(property.getValue(), child, place, together));
                }
            }
        } else if (node instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                array.set(i, opened(array.get(i), field.appendIndex(i), place, together));
            }
        }
        return node;
    }

    private Personal open(JsonNode sealed, JsonPointer field, Place place, Collection<String> together) {
        String stream = Objects.requireNonNullElse(place.stream(), "");
        try {
            Optional<DataKey> key = named(() -> keys.find(stream, together), stream, () -> name(place, field));
            return key.isEmpty() ? Personal.Erased.ERASED : open(key.get(), sealed, place, field);
        } catch (SealBroken e) {
            if (isErasing()) {
                // What cannot be read any more can still be erased.
                return Personal.Erased.ERASED;
            }
            throw e;
        }
    }

    private Personal open(DataKey key, JsonNode sealed, Place place, JsonPointer field) {
        try {
            byte[] clear = key.open(decoded(sealed), associated(place, field));
            return Personal.of(new String(clear, StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw broken(name(place, field), e);
        }
    }

    private static boolean isErasing() {
        return CurrentUnitOfWork.isStarted()
                && CurrentUnitOfWork.get().getMessage().getPayload() instanceof Erase;
    }

    /** Only as it was written: base64 has several spellings of some last characters. */
    private static byte[] decoded(JsonNode sealed) throws GeneralSecurityException {
        String text = sealed.isString() ? sealed.stringValue() : "";
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(text);
            if (BASE64.encodeToString(bytes).equals(text)) {
                return bytes;
            }
        } catch (IllegalArgumentException e) {
            throw new GeneralSecurityException("not base64url", e);
        }
        throw new GeneralSecurityException("not base64url as it is written here");
    }

    /** In metadata texts are plain strings, as they were given. */
    private static JsonNode asNode(Personal opened, Place place) {
        return place.part() == Place.Part.METADATA && opened instanceof Personal.Text text
                ? JsonNodeFactory.instance.stringNode(text.value())
                : JsonNodeFactory.instance.pojoNode(opened);
    }

    @Override
    public byte[] seal(byte[] secret, String stream, String purpose) {
        return named(() -> keys.findToWrite(stream), stream, () -> FINGERPRINT)
                .map(key -> key.seal(secret, purpose))
                .orElseGet(() -> new byte[0]);
    }

    @Override
    public Optional<byte[]> open(byte[] sealed, String stream, String purpose) {
        if (sealed.length == 0) {
            return Optional.empty();
        }
        return named(() -> keys.find(stream, List.of()), stream, () -> FINGERPRINT)
                .map(key -> {
                    try {
                        return key.open(sealed, purpose);
                    } catch (GeneralSecurityException e) {
                        throw broken(FINGERPRINT + " of stream " + stream, e);
                    }
                });
    }

    @FunctionalInterface
    private interface Search {
        Optional<DataKey> make() throws GeneralSecurityException;
    }

    private Optional<DataKey> named(Search search, String stream, Supplier<String> neededFor) {
        try {
            return search.make();
        } catch (GeneralSecurityException e) {
            throw broken("the data key of stream " + stream + ", needed for " + neededFor.get(), e);
        }
    }

    private SealBroken broken(String what, GeneralSecurityException cause) {
        log.error("CORRUPTION: the seal of {} is broken: {}", what, cause.getMessage());
        alarm.run();
        return new SealBroken("the seal of " + what + " is broken", cause);
    }

    private static String name(Place place, JsonPointer field) {
        return "%s%s of event %s, version %s of stream %s"
                .formatted(
                        place.part() == Place.Part.PAYLOAD ? "" : place.part() + " ",
                        field,
                        place.eventId(),
                        place.version() == null ? "-" : Long.toString(place.version()),
                        place.stream());
    }

    /** All that the text must not be moved away from, a line each. */
    static String associated(Place place, JsonPointer field) {
        return String.join(
                "\n",
                "userstore",
                place.stream(),
                place.eventId(),
                place.type(),
                String.valueOf(place.revision()),
                place.part().name(),
                field.toString());
    }
}
