package io.userstore.eventlog;

import org.axonframework.messaging.MetaData;
import org.axonframework.serialization.SerializationException;
import org.axonframework.serialization.SerializedType;
import org.axonframework.serialization.UnknownSerializedType;
import org.axonframework.serialization.jackson3.Jackson3Serializer;

/** JSON for what goes into the log, which knows only types that were given a name of their own. */
final class StoredTypesSerializer extends Jackson3Serializer {

    private final StoredTypes types;

    StoredTypesSerializer(StoredTypes types, Sealing sealing) {
        super(Jackson3Serializer.builder().jsonMapperBuilderCustomizer(json -> {
            StoredJson.customize(json);
            sealing.customize(json);
        }));
        this.types = types;
    }

    @Override
    @SuppressWarnings("rawtypes")
    public SerializedType typeForClass(Class type) {
        SerializedType stored = types.typeOf(type);
        if (stored != null) {
            return stored;
        }
        if (type == null || MetaData.class.equals(type)) {
            return super.typeForClass(type);
        }
        throw new SerializationException("no stored name was given to " + type.getName());
    }

    @Override
    public Class<?> classForType(SerializedType type) {
        Class<?> stored = types.classNamed(type.getName());
        if (stored != null) {
            return stored;
        }
        return MetaData.class.getName().equals(type.getName()) ? super.classForType(type) : UnknownSerializedType.class;
    }
}
