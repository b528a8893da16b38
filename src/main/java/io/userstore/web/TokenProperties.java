package io.userstore.web;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** The bearer tokens that the store knows by itself: only their hashes are configured. */
@ConfigurationProperties("userstore.security")
record TokenProperties(@DefaultValue List<Token> tokens) {

    TokenProperties {
        Set<String> hashes = new HashSet<>();
        for (Token token : tokens) {
            require(hashes.add(token.sha256()), "the token " + token.name() + " has the sha256 of another one");
        }
    }

    /**
     * Tokens of one name are one actor, so that a token can be replaced while it is in use.
     *
     * @param name the actor in events
     * @param sha256 the SHA-256 of the token, 64 hexadecimal digits
     * @param scopes what it may be used for
     */
    record Token(
            @DefaultValue("") String name,
            @DefaultValue("") String sha256,
            @DefaultValue List<String> scopes) {

        private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");

        Token {
            require(Actor.isName(name), "a token needs a name of 1 to 255 characters without controls");
            sha256 = sha256.toLowerCase(Locale.ROOT);
            require(
                    HASH.matcher(sha256).matches(),
                    "the sha256 of the token " + name + " must be 64 hexadecimal digits");
            require(!scopes.isEmpty(), "the token " + name + " has no scopes");
            for (String scope : scopes) {
                require(
                        Scope.of(scope).isPresent(),
                        "the token " + name + " has an unknown scope, " + scope + "; known are "
                                + List.of(Scope.values()));
            }
        }
    }

    private static void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
