package io.userstore.audit.verifier;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.json.JsonMapper;

/**
 * A line of an export. It says nothing but what is hashed: else an export could tell its readers what was never signed.
 *
 * @param position of its event, 0 if it has none
 * @param leafHash SHA-256 of a zero byte and the leaf
 */
record ExportLine(long position, byte[] leafHash) {

    private static final Set<String> FIELDS = Set.of(
            "position",
            "aggregateType",
            "aggregateId",
            "version",
            "eventId",
            "type",
            "revision",
            "occurredAt",
            "payload",
            "metadata",
            "idempotencyKey");

    private static final JsonMapper JSON = JsonMapper.builder().build();

    static ExportLine parse(String line) {
        try {
            Map<String, @Nullable Object> event = fields(line);
            if (event.size() != FIELDS.size() || !(event.get("position") instanceof Long position)) {
                return none();
            }
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            sha256.update((byte) 0x00);
            return new ExportLine(position, sha256.digest(LeafBytes.of(event)));
        } catch (JacksonException | IllegalArgumentException | DateTimeException | ArithmeticException e) {
            return none();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** Each of them once, as a Long, a String or null; none if there is anything else, or more than one object. */
    private static Map<String, @Nullable Object> fields(String line) {
        Map<String, @Nullable Object> fields = new HashMap<>();
        try (JsonParser json = JSON.createParser(line)) {
            LeafBytes.require(json.nextToken() == JsonToken.START_OBJECT);
            String name = json.nextName();
            while (name != null) {
                LeafBytes.require(FIELDS.contains(name) && !fields.containsKey(name));
                fields.put(name, value(json.nextToken(), json));
                name = json.nextName();
            }
            LeafBytes.require(json.currentToken() == JsonToken.END_OBJECT && json.nextToken() == null);
        }
        return fields;
    }

    private static @Nullable Object value(JsonToken token, JsonParser json) {
        return switch (token) {
            case VALUE_NULL -> null;
            case VALUE_STRING -> json.getString();
            case VALUE_NUMBER_INT -> {
                Long number = json.getLongValue();
                LeafBytes.require(number.toString().equals(json.getString()));
                yield number;
            }
            default -> throw new IllegalArgumentException("not as an export has it");
        };
    }

    private static ExportLine none() {
        return new ExportLine(0, new byte[0]);
    }
}
