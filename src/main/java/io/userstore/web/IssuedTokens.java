package io.userstore.web;

import org.springframework.core.convert.converter.Converter;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.server.resource.InvalidBearerTokenException;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationConverter;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationProvider;

/** Authenticates the JWTs of an OAuth 2 issuer: scopes from {@code scope} or {@code scp}, the actor is {@code sub}. */
final class IssuedTokens {

    private IssuedTokens() {}

    static JwtAuthenticationProvider of(JwtDecoder decoder) {
        JwtAuthenticationProvider provider = new JwtAuthenticationProvider(decoder);
        provider.setJwtAuthenticationConverter(namedCallers(new JwtAuthenticationConverter()));
        return provider;
    }

    private static Converter<Jwt, AbstractAuthenticationToken> namedCallers(JwtAuthenticationConverter converter) {
        return jwt -> {
            String subject = jwt.getSubject();
            if (subject == null || !Actor.isName(subject)) {
                throw new InvalidBearerTokenException("the token does not say who it is for");
            }
            return converter.convert(jwt);
        };
    }
}
