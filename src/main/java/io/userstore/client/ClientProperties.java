package io.userstore.client;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where the store is and how long to wait for it.
 *
 * @param url of every store on the same database, the preferred one first
 * @param token to show, unless there is a {@link BearerToken}
 */
@ConfigurationProperties(ClientProperties.PREFIX)
record ClientProperties(
        List<String> url,
        @Nullable String token,
        @DefaultValue Client client) {

    static final String PREFIX = "userstore";
    static final String URL = PREFIX + ".url";

    /**
     * How patient the client is.
     *
     * @param timeout until a command or query has its answer, every attempt included
     * @param attemptTimeout until one store has answered
     * @param connectTimeout until one store has accepted a connection
     * @param connections requests under way at a time; others wait their turn
     */
    record Client(
            @DefaultValue("30s") Duration timeout,
            @DefaultValue("10s") Duration attemptTimeout,
            @DefaultValue("1s") Duration connectTimeout,
            @DefaultValue("64") int connections) {

        Client {
            boolean senseless = Stream.of(timeout, attemptTimeout, connectTimeout)
                    .anyMatch(time -> time.isNegative() || time.isZero());
            if (senseless || connections < 1) {
                throw new IllegalArgumentException("timeouts and connections of userstore.client must be positive");
            }
        }
    }

    /**
     * The URLs; not as the properties' own type, because a binding that fails shows what there was.
     *
     * @throws IllegalArgumentException for one that is none, which may hold a password and is not shown
     */
    List<URI> stores() {
        return url.stream().map(ClientProperties::store).toList();
    }

    private static URI store(String url) {
        try {
            URI store = new URI(url.strip());
            boolean plain =
                    store.getRawUserInfo() == null && store.getRawQuery() == null && store.getRawFragment() == null;
            if (plain && store.getHost() != null && List.of("http", "https").contains(store.getScheme())) {
                return store;
            }
        } catch (URISyntaxException e) {
            // Its message has the text, and so has none of ours.
        }
        throw new IllegalArgumentException(URL + " must be http or https URLs without user, query and fragment");
    }

    /** @throws IllegalStateException when there is none */
    String requiredToken() {
        if (token == null || token.isBlank()) {
            throw new IllegalStateException("userstore.url needs a userstore.token, or a bean of type BearerToken");
        }
        return Call.visible(token);
    }

    /** Shows neither token nor what somebody took for a URL. */
    @Override
    public String toString() {
        return "ClientProperties[" + url.size() + " stores]";
    }
}
