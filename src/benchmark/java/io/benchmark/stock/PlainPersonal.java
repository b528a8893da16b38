package io.benchmark.stock;

import io.userstore.user.event.Personal;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.module.SimpleModule;

/** Personal texts as plain strings, for contestants that encrypt nothing. */
public final class PlainPersonal extends SimpleModule {

    public PlainPersonal() {
        super("plain-personal");
        addSerializer(Personal.class, new ValueSerializer<Personal>() {
            @Override
            public void serialize(Personal personal, JsonGenerator json, SerializationContext context) {
                json.writeString(personal.or(""));
            }
        });
        addDeserializer(Personal.class, new ValueDeserializer<Personal>() {
            @Override
            public Personal deserialize(JsonParser json, DeserializationContext context) {
                return Personal.of(json.getString());
            }
        });
    }
}
