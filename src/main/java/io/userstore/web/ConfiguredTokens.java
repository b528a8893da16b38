package io.userstore.web;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.oauth2.server.resource.authentication.BearerTokenAuthenticationToken;

/** Authenticates the configured tokens, and leaves every other to whoever comes next. */
final class ConfiguredTokens implements AuthenticationProvider {

    /** By hash: how long a look-up takes tells nothing of a token that can only be found by inverting SHA-256. */
    private final Map<String, TokenProperties.Token> byHash;

    ConfiguredTokens(TokenProperties properties) {
        byHash = properties.tokens().stream()
                .collect(Collectors.toUnmodifiableMap(TokenProperties.Token::sha256, Function.identity()));
    }

    @Override
    public @Nullable Authentication authenticate(Authentication authentication) {
        TokenProperties.Token token = byHash.get(sha256(((BearerTokenAuthenticationToken) authentication).getToken()));
        return token == null
                ? null
                : UsernamePasswordAuthenticationToken.authenticated(token.name(), null, authorities(token.scopes()));
    }

    @Override
    public boolean supports(Class<?> authentication) {
        return BearerTokenAuthenticationToken.class.isAssignableFrom(authentication);
    }

    private static Collection<? extends GrantedAuthority> authorities(List<String> scopes) {
        return scopes.stream()
                .flatMap(scope -> Scope.of(scope).stream())
                .map(scope -> new SimpleGrantedAuthority(scope.authority()))
                .toList();
    }

    private static String sha256(String token) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
