package io.userstore.eventlog;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.axonframework.messaging.Message;
import org.axonframework.messaging.correlation.CorrelationDataProvider;

/** Hands on to the events who sent the command, for whom, why, from where and as part of what. */
final class CommandOrigin implements CorrelationDataProvider {

    private static final List<String> HANDED_ON = List.of(
            MetaDataKeys.ACTOR,
            MetaDataKeys.ON_BEHALF_OF,
            MetaDataKeys.REASON,
            MetaDataKeys.SOURCE_ADDRESS,
            MetaDataKeys.IDEMPOTENCY_KEY);

    @Override
    public Map<String, ?> correlationDataFor(Message<?> message) {
        Map<String, Object> data = new HashMap<>();
        HANDED_ON.forEach(key -> {
            Object value = message.getMetaData().get(key);
            if (value != null) {
                data.put(key, value);
            }
        });
        data.put(
                MetaDataKeys.CORRELATION_ID,
                message.getMetaData().getOrDefault(MetaDataKeys.CORRELATION_ID, message.getIdentifier()));
        data.put(MetaDataKeys.CAUSATION_ID, message.getIdentifier());
        return data;
    }
}
