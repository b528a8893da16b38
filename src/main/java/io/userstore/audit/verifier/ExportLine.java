package io.userstore.audit.verifier;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A line of an export.
 *
 * @param position of its event, 0 if it has none
 * @param leafHash SHA-256 of a zero byte and the leaf
 */
record ExportLine(long position, byte[] leafHash) {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    static ExportLine parse(String line) {
        try {
            JsonNode event = JSON.readTree(line);
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            sha256.update((byte) 0x00);
            return new ExportLine(event.required("position").longValue(), sha256.digest(LeafBytes.of(event)));
        } catch (JacksonException | IllegalArgumentException | DateTimeException e) {
            return new ExportLine(0, new byte[0]);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
