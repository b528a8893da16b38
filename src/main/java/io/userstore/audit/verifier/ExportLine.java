package io.userstore.audit.verifier;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
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

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    static ExportLine parse(String line) {
        try {
            JsonNode event = JSON.readTree(line);
            if (!FIELDS.equals(Set.copyOf(event.propertyNames()))) {
                return none();
            }
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            sha256.update((byte) 0x00);
            byte[] leafHash = sha256.digest(LeafBytes.of(event));
            return new ExportLine(event.required("position").longValue(), leafHash);
        } catch (JacksonException | IllegalArgumentException | DateTimeException | ArithmeticException e) {
            return none();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static ExportLine none() {
        return new ExportLine(0, new byte[0]);
    }
}
