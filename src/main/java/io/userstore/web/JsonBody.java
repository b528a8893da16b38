package io.userstore.web;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads a body strictly: one JSON object of texts in UTF-8, known names, each once, nothing after it. It goes on where
 * it can, so that all faults are found; what Jackson says of them is not passed on, as it quotes the input.
 */
final class JsonBody {

    static final String PLACE = "body";

    static final int MAX_BYTES = 64 * 1024;
    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(32).build())
            .build();

    private JsonBody() {}

    /** Refuses what is labelled as anything but plain UTF-8; without a label it is taken for that. */
    static void requireUtf8(HttpServletRequest request) {
        String coding = request.getHeader(HttpHeaders.CONTENT_ENCODING);
        String charset = MediaType.valueOf(request.getContentType()).getParameter("charset");
        if (coding != null && !coding.equalsIgnoreCase("identity")
                || charset != null && !charset.replace("\"", "").equalsIgnoreCase("utf-8")) {
            throw new RequestRefused(ProblemCode.UNSUPPORTED_MEDIA_TYPE);
        }
    }

    /** The body as bytes, of which no more are read than may be there. */
    static byte[] bytesOf(HttpServletRequest request, Faults faults) {
        if (request.getContentLengthLong() > MAX_BYTES) {
            throw new RequestRefused(ProblemCode.PAYLOAD_TOO_LARGE);
        }
        byte[] bytes;
        try {
            bytes = request.getInputStream().readNBytes(MAX_BYTES + 1);
        } catch (IOException e) {
            faults.add(PLACE, "could not be read to its end");
            return new byte[0];
        }
        if (bytes.length > MAX_BYTES) {
            throw new RequestRefused(ProblemCode.PAYLOAD_TOO_LARGE);
        }
        return bytes;
    }

    /** The object's texts by name, without those that are null; empty when there is no telling what it holds. */
    static Optional<Map<String, String>> read(byte[] bytes, Set<String> known, Faults faults) {
        Map<String, String> texts = new HashMap<>();
        try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), decoded(bytes))) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                faults.add(PLACE, "must be a JSON object");
                return Optional.empty();
            }
            Set<String> seen = new HashSet<>();
            while (json.nextToken() == JsonToken.PROPERTY_NAME) {
                readProperty(json, known, seen, texts, faults);
            }
            if (json.nextToken() != null) {
                faults.add(PLACE, "must end with the JSON object");
                return Optional.empty();
            }
            return Optional.of(texts);
        } catch (CharacterCodingException e) {
            faults.add(PLACE, "must be UTF-8");
        } catch (JacksonException e) {
            faults.add(PLACE, "must be valid JSON, nested no deeper than 32 levels");
        }
        return Optional.empty();
    }

    private static void readProperty(
            JsonParser json, Set<String> known, Set<String> seen, Map<String, String> texts, Faults faults) {
        String name = json.currentName();
        JsonToken value = json.nextToken();
        if (!known.contains(name)) {
            faults.addUnknown(name, PLACE, known);
        } else if (!seen.add(name)) {
            faults.add(name, "must be given only once");
        } else if (value == JsonToken.VALUE_STRING) {
            texts.put(name, json.getString());
        } else if (value != JsonToken.VALUE_NULL) {
            faults.add(name, "must be a string");
        }
        json.skipChildren();
    }

    static String decoded(byte[] bytes) throws CharacterCodingException {
        // Not left to Jackson, which also takes UTF-16, overlong forms and encoded surrogates.
        return StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(bytes))
                .toString();
    }
}
