package io.userstore.web;

import io.userstore.eventlog.MetaDataKeys;
import io.userstore.user.InvalidValue;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

/** Makes metadata of a command's headers and of the connection it came by. */
final class CommandHeaders {

    static final String IDEMPOTENCY_KEY = "Idempotency-Key";
    static final int MAX_KEY = 255;
    static final String REASON = "X-Reason";
    static final int MAX_REASON = 500;
    static final int MAX_ON_BEHALF_OF = 255;
    static final String TRACE_PARENT = "traceparent";

    private static final Pattern PRINTABLE_ASCII = Pattern.compile("[\\x20-\\x7E]{1," + MAX_KEY + "}");
    private static final Pattern CONTROLS_AND_OVERRIDES =
            Pattern.compile("[\\p{Cc}\\p{Cs}\\p{Zl}\\p{Zp}\\x{202A}-\\x{202E}\\x{2066}-\\x{2069}]");

    private CommandHeaders() {}

    /**
     * Leaves a fault for each header that means nothing.
     *
     * @param versioned whether the command is about a user, who has a version already
     */
    static Map<String, Object> read(HttpServletRequest request, boolean versioned, Faults faults) {
        Map<String, Object> metaData = origin(request);
        String key = read(IDEMPOTENCY_KEY, CommandHeaders::idempotencyKey, request, faults);
        if (key != null) {
            metaData.put(MetaDataKeys.IDEMPOTENCY_KEY, key);
        }
        String reason = reason(request, faults);
        if (reason != null) {
            metaData.put(MetaDataKeys.REASON, reason);
        }
        ExpectedVersion expected = read(
                HttpHeaders.IF_MATCH, versioned ? ExpectedVersion::of : CommandHeaders::noVersion, request, faults);
        if (expected != null && !expected.possible()) {
            faults.throwIfAny();
            throw new RequestRefused(ProblemCode.VERSION_CONFLICT);
        }
        if (expected != null && expected.version() != null) {
            metaData.put(MetaDataKeys.EXPECTED_VERSION, expected.version());
        }
        return metaData;
    }

    /** Who sent it, from where, and as part of what: of all commands of a request. */
    static Map<String, Object> origin(HttpServletRequest request) {
        Map<String, Object> metaData = new HashMap<>();
        metaData.put(
                MetaDataKeys.ACTOR,
                Objects.requireNonNull(request.getUserPrincipal()).getName());
        metaData.put(MetaDataKeys.SOURCE_ADDRESS, request.getRemoteAddr());
        metaData.put(MetaDataKeys.CORRELATION_ID, RequestTrace.idOf(request));
        return metaData;
    }

    /** Leaves a fault for each header that belongs to one command, where a body has them for each. */
    static void requireNone(HttpServletRequest request, Faults faults) {
        for (String name : List.of(IDEMPOTENCY_KEY, HttpHeaders.IF_MATCH, REASON)) {
            if (request.getHeader(name) != null) {
                faults.add(name, "must not be given here: the body has a place for it");
            }
        }
    }

    /** Why, in the caller's words. */
    static @Nullable String reason(HttpServletRequest request, Faults faults) {
        String reason = read(REASON, CommandHeaders::reason, request, faults);
        return reason == null || reason.isBlank() ? null : reason;
    }

    private static <T> @Nullable T read(
            String name, Function<List<String>, T> parse, HttpServletRequest request, Faults faults) {
        List<String> lines = lines(request, name);
        try {
            return lines.isEmpty() ? null : parse.apply(lines);
        } catch (InvalidValue e) {
            faults.add(name, Objects.requireNonNullElse(e.getMessage(), "is not valid"));
            return null;
        }
    }

    private static String idempotencyKey(List<String> lines) {
        return idempotencyKey(lines.size() == 1 ? lines.get(0) : "");
    }

    /** @throws InvalidValue unless it may be one */
    static String idempotencyKey(String text) {
        if (!PRINTABLE_ASCII.matcher(text).matches()) {
            throw new InvalidValue("must be 1 to " + MAX_KEY + " printable ASCII characters, given once");
        }
        return text;
    }

    private static String reason(List<String> lines) {
        try {
            if (lines.size() == 1) {
                return reason(utf8(lines.get(0)));
            }
        } catch (CharacterCodingException e) {
            // Refused like every other text that is not one.
        }
        throw noFreeText(MAX_REASON);
    }

    /** @throws InvalidValue unless it may be one */
    static String reason(String text) {
        return freeText(text, MAX_REASON);
    }

    /** @throws InvalidValue unless it may be one */
    static String onBehalfOf(String text) {
        return freeText(text, MAX_ON_BEHALF_OF);
    }

    private static String freeText(String text, int max) {
        if (text.codePointCount(0, text.length()) > max
                || CONTROLS_AND_OVERRIDES.matcher(text).find()) {
            throw noFreeText(max);
        }
        return text;
    }

    private static InvalidValue noFreeText(int max) {
        return new InvalidValue("must be at most " + max
                + " characters of UTF-8 without controls and bidirectional overrides, given once");
    }

    private static ExpectedVersion noVersion(List<String> lines) {
        throw new InvalidValue("must not be given: there is no version yet");
    }

    /** The container reads headers as ISO 8859-1, one character a byte. */
    private static String utf8(String line) throws CharacterCodingException {
        byte[] bytes = line.getBytes(StandardCharsets.ISO_8859_1);
        return StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(bytes))
                .toString();
    }

    private static List<String> lines(HttpServletRequest request, String name) {
        return Collections.list(request.getHeaders(name));
    }
}
