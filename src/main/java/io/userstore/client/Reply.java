package io.userstore.client;

import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a store answered.
 *
 * @param doubtful whether an earlier attempt at the same request may have arrived somewhere, whose answer nobody knows
 */
record Reply(int status, HttpHeaders headers, byte[] body, boolean doubtful) {

    /** The client's own, whatever the service does with its. */
    static final JsonMapper JSON = JsonMapper.builder().build();

    /** A proxy that compresses makes it a weak one. */
    private static final Pattern ETAG = Pattern.compile("(?:W/)?\"([0-9]{1,18})\"");

    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,9}");

    static Reply of(HttpResponse<byte[]> response) {
        return new Reply(response.statusCode(), response.headers(), response.body(), false);
    }

    Reply afterDoubt() {
        return new Reply(status, headers, body, true);
    }

    boolean isSuccess() {
        return status >= 200 && status < 300;
    }

    /** Whether the same request may be answered soon, here or elsewhere: the store is away, or a proxy says so. */
    boolean isPassing() {
        return status == 502 || status == 503 || status == 504;
    }

    /** @throws RuntimeException when it is none, which Jackson's own exceptions are, too */
    <T> T read(Class<T> type) {
        @Nullable T value = JSON.readValue(body, type);
        if (value == null) {
            throw new IllegalArgumentException("null where there should be " + type.getSimpleName());
        }
        return value;
    }

    String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    /** The version that a command led to. */
    OptionalLong version() {
        Matcher tag = ETAG.matcher(headers.firstValue("ETag").orElse(""));
        return tag.matches() ? OptionalLong.of(Long.parseLong(tag.group(1))) : OptionalLong.empty();
    }

    /** Of a failed login that was answered. */
    boolean isCounted() {
        return headers.firstValue("Userstore-Counted")
                .map(Boolean::parseBoolean)
                .orElse(true);
    }

    long retryAfterSeconds() {
        return headers.firstValue("Retry-After")
                .filter(text -> SECONDS.matcher(text).matches())
                .map(Long::parseLong)
                .orElse(0L);
    }
}
