package io.userstore.eventlog;

import java.util.LinkedHashSet;
import java.util.Set;
import org.axonframework.messaging.MetaData;
import org.axonframework.serialization.SerializedObject;
import org.axonframework.serialization.SerializedType;
import org.axonframework.serialization.SimpleSerializedType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A payload or metadata as read from the log; parsed and opened only when somebody wants to know what it says, each time
 * afresh because upcasters change what they are given.
 */
final class StoredText implements SerializedObject<JsonNode> {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final SerializedType METADATA = new SimpleSerializedType(MetaData.class.getName(), null);

    private final String json;
    private final Place place;
    private final Together together;

    /** Texts that are read together, and whose keys are therefore fetched together. */
    static final class Together {

        private final Sealing sealing;
        private final Set<String> streams = new LinkedHashSet<>();

        Together(Sealing sealing) {
            this.sealing = sealing;
        }

        StoredText add(String json, Place place) {
            if (place.stream() != null) {
                streams.add(place.stream());
            }
            return new StoredText(json, place, this);
        }
    }

    private StoredText(String json, Place place, Together together) {
        this.json = json;
        this.place = place;
        this.together = together;
    }

    @Override
    public Class<JsonNode> getContentType() {
        return JsonNode.class;
    }

    @Override
    public SerializedType getType() {
        return place.part() == Place.Part.METADATA
                ? METADATA
                : new SimpleSerializedType(place.type(), place.revision());
    }

    @Override
    public JsonNode getData() {
        return together.sealing.open(JSON.readTree(json), place, together.streams);
    }
}
