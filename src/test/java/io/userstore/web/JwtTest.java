package io.userstore.web;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JwtTest extends HttpTest {

    private static final String USERS = "/api/v1/users";

    @Test
    void issuersTokenIsGoodForItsScopes() {
        Client reader = anonymous.with(
                ISSUER.sign(claims().claim("scope", "openid users:read").build()));

        reader.get(USERS).isOk();
        reader.postJson(USERS, Bodies.registration()).isProblem(403, "forbidden");
        anonymous
                .with(ISSUER.sign(claims().claim("scp", List.of("users:read")).build()))
                .get(USERS)
                .isOk();
    }

    @Test
    void tokenWithoutScopesOpensNothing() {
        Client nobody =
                anonymous.with(ISSUER.sign(claims().claim("scope", "openid").build()));

        nobody.get(USERS).isProblem(403, "forbidden");
        nobody.get("/v3/api-docs").isProblem(403, "forbidden");
    }

    @Test
    void expiredForgedAndUnsignedTokensAreRefused() {
        JWTClaimsSet.Builder good = claims().claim("scope", "users:read");
        JWTClaimsSet expired = new JWTClaimsSet.Builder(good.build())
                .expirationTime(in(Duration.ofHours(-1)))
                .build();

        anonymous.with(ISSUER.sign(expired)).get(USERS).isProblem(401, "unauthenticated");
        anonymous.with(TokenIssuer.signByStranger(good.build())).get(USERS).isProblem(401, "unauthenticated");
        anonymous.with(new PlainJWT(good.build()).serialize()).get(USERS).isProblem(401, "unauthenticated");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a\u0000b", "a\nb"})
    void tokenForNobodyIsRefused(String subject) {
        anonymous
                .with(ISSUER.sign(
                        claims().subject(subject).claim("scope", "users:read").build()))
                .get(USERS)
                .isProblem(401, "unauthenticated");
    }

    static String token(String subject, String scope) {
        return ISSUER.sign(claims().subject(subject).claim("scope", scope).build());
    }

    private static JWTClaimsSet.Builder claims() {
        return new JWTClaimsSet.Builder().subject("service-a").expirationTime(in(Duration.ofHours(1)));
    }

    private static Date in(Duration time) {
        return Date.from(Instant.now().plus(time));
    }
}
