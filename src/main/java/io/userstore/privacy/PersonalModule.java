package io.userstore.privacy;

import io.userstore.eventlog.Place;
import io.userstore.user.event.Personal;
import java.util.Map;
import org.axonframework.messaging.MetaData;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.module.SimpleModule;

/** Personal texts as JSON: sealed when they are written to a place in the log, and written nowhere else. */
final class PersonalModule extends SimpleModule {

    /** Makes the sealed text for a place. */
    @FunctionalInterface
    interface Seal {
        String of(Personal.Text text, Place place, JsonPointer field);
    }

    PersonalModule(Seal seal) {
        super("personal");
        addSerializer(Personal.class, new Writer(seal));
        addSerializer(MetaData.class, new MetaDataWriter(seal));
        addDeserializer(Personal.class, new Reader());
    }

    private static void write(Personal personal, Seal seal, JsonGenerator json, SerializationContext context) {
        Place place = (Place) context.getAttribute(Place.class);
        if (place == null || !(personal instanceof Personal.Text text)) {
            throw new IllegalStateException("personal data that is not erased is written to the log, and only there");
        }
        JsonPointer field = json.streamWriteContext().pathAsPointer();
        json.writeStartObject();
        json.writeStringProperty(PersonalSealing.SEALED, seal.of(text, place, field));
        json.writeEndObject();
    }

    private static final class Writer extends ValueSerializer<Personal> {

        private final Seal seal;

        Writer(Seal seal) {
            this.seal = seal;
        }

        @Override
        public void serialize(Personal personal, JsonGenerator json, SerializationContext context) {
            write(personal, seal, json, context);
        }
    }

    private static final class MetaDataWriter extends ValueSerializer<MetaData> {

        private final Seal seal;

        MetaDataWriter(Seal seal) {
            this.seal = seal;
        }

        @Override
        public void serialize(MetaData metaData, JsonGenerator json, SerializationContext context) {
            json.writeStartObject();
            for (Map.Entry<String, ?> entry : metaData.entrySet()) {
                if (!PersonalSealing.PERSONAL_METADATA.contains(entry.getKey())) {
                    json.writePOJOProperty(entry.getKey(), entry.getValue());
                } else if (!erases(context) && entry.getValue() instanceof String text) {
                    json.writeName(entry.getKey());
                    write(Personal.of(text), seal, json, context);
                }
            }
            json.writeEndObject();
        }

        /** With an erasure nothing personal is stored: the key it would be sealed with goes in the same moment. */
        private static boolean erases(SerializationContext context) {
            return context.getAttribute(Place.class) instanceof Place place
                    && place.type().equals(ErasedStreams.TYPE);
        }
    }

    /** Takes only what was opened on its way here: a text in clear was never sealed, whoever put it there. */
    private static final class Reader extends ValueDeserializer<Personal> {

        @Override
        public Personal deserialize(JsonParser json, DeserializationContext context) {
            if (json.getEmbeddedObject() instanceof Personal opened) {
                return opened;
            }
            throw new SealBroken(
                    "a personal text is in clear at " + json.streamReadContext().pathAsPointer(), null);
        }
    }
}
