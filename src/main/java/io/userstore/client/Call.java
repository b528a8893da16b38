package io.userstore.client;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A request that any store may be asked.
 *
 * @param path with its query string
 * @param body JSON, if any
 */
record Call(String method, String path, byte @Nullable [] body, Map<String, String> headers) {

    private static final String JSON = "application/json";
    private static final Pattern VISIBLE_ASCII = Pattern.compile("[!-~]+");

    static Call get(String path) {
        return new Call("GET", path, null, Map.of());
    }

    static Call post(String path, byte[] json) {
        return new Call("POST", path, json, Map.of("Content-Type", JSON));
    }

    Call with(String header, String value) {
        Map<String, String> more = new HashMap<>(headers);
        more.put(header, value);
        return new Call(method, path, body, more);
    }

    HttpRequest to(URI store, BearerToken token) {
        BodyPublisher publisher = body == null ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body);
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base(store) + path))
                .header("Authorization", "Bearer " + visible(token.value()))
                .method(method, publisher);
        headers.forEach(request::header);
        return request.build();
    }

    /**
     * The token itself, if it may be one. Checked here because the builder of requests shows what it does not take.
     *
     * @throws IllegalStateException which does not show it
     */
    static String visible(String token) {
        if (!VISIBLE_ASCII.matcher(token).matches()) {
            throw new IllegalStateException(
                    "a bearer token must be visible ASCII characters, without blanks around it");
        }
        return token;
    }

    private static String base(URI store) {
        String url = store.toString();
        return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    }
}
