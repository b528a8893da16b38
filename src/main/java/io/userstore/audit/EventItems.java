package io.userstore.audit;

import io.userstore.eventlog.LoggedEvent;
import io.userstore.eventlog.MetaDataKeys;
import io.userstore.user.event.Personal;
import io.userstore.user.event.UserEvent;
import java.lang.reflect.RecordComponent;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Makes of events what a reader gets to see of them. */
final class EventItems {

    private static final Pattern USER_ID = Pattern.compile("[1-9][0-9]{0,17}");

    private static final ClassValue<RecordComponent[]> COMPONENTS = new ClassValue<>() {
        @Override
        protected RecordComponent[] computeValue(Class<?> type) {
            return type.getRecordComponents();
        }
    };

    private EventItems() {}

    static EventItem of(LoggedEvent event, Masking masking) {
        JsonNode metaData = event.metaData();
        return new EventItem(
                event.position(),
                userId(event.stream()),
                event.version(),
                event.eventId(),
                event.type(),
                event.revision(),
                event.occurredAt(),
                text(metaData, MetaDataKeys.ACTOR),
                personal(metaData, MetaDataKeys.ON_BEHALF_OF, masking),
                personal(metaData, MetaDataKeys.REASON, masking),
                personal(metaData, MetaDataKeys.SOURCE_ADDRESS, masking),
                text(metaData, MetaDataKeys.CORRELATION_ID),
                text(metaData, MetaDataKeys.CAUSATION_ID),
                payload(event, masking));
    }

    private static @Nullable Long userId(@Nullable String stream) {
        return stream != null && USER_ID.matcher(stream).matches() ? Long.valueOf(stream) : null;
    }

    static @Nullable String text(JsonNode metaData, String key) {
        JsonNode value = metaData.get(key);
        return value != null && value.isString() ? value.stringValue() : null;
    }

    /** The log gives texts that it has opened, and erased ones as what they are. */
    static @Nullable String personal(JsonNode metaData, String key, Masking masking) {
        JsonNode value = metaData.get(key);
        if (value == null || value.isNull()) {
            return null;
        }
        return masking.show(key, value.isString() ? Personal.of(value.stringValue()) : Personal.Erased.ERASED);
    }

    private static Object payload(LoggedEvent event, Masking masking) {
        return event.payload()
                .filter(UserEvent.class::isInstance)
                .<Object>map(fact -> fields(fact, masking))
                .orElse(Masking.HIDDEN);
    }

    private static Map<String, @Nullable Object> fields(Object fact, Masking masking) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        for (RecordComponent component : COMPONENTS.get(fact.getClass())) {
            Object value = valueOf(component, fact);
            fields.put(
                    component.getName(),
                    value instanceof Personal personal ? masking.show(component.getName(), personal) : value);
        }
        return fields;
    }

    private static @Nullable Object valueOf(RecordComponent component, Object fact) {
        try {
            return component.getAccessor().invoke(fact);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot read " + component, e);
        }
    }
}
