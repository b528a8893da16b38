package io.userstore.eventlog;

import java.util.HashMap;
import java.util.Map;
import org.axonframework.serialization.SerializedType;
import org.axonframework.serialization.SimpleSerializedType;
import org.jspecify.annotations.Nullable;

/** The names and revisions under which classes are stored. They outlive the classes' own names. */
public final class StoredTypes {

    private final Map<Class<?>, SerializedType> types = new HashMap<>();
    private final Map<String, Class<?>> classes = new HashMap<>();

    /** @param revision the one written from now on; older ones are for upcasters to bring forward */
    public StoredTypes add(Class<?> type, String name, String revision) {
        if (types.put(type, new SimpleSerializedType(name, revision)) != null || classes.put(name, type) != null) {
            throw new IllegalArgumentException("stored twice: " + name);
        }
        return this;
    }

    @Nullable
    SerializedType typeOf(Class<?> type) {
        return types.get(type);
    }

    @Nullable
    Class<?> classNamed(String name) {
        return classes.get(name);
    }
}
