package io.userstore.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class TokenPropertiesTest {

    private static final String HASH = TestTokens.sha256("secret");

    private final Map<String, String> properties = new HashMap<>();

    @Test
    void tokensAreBound() {
        token(0, "a", HASH.toUpperCase(java.util.Locale.ROOT), "users:read,users:write");

        assertThat(bound().tokens().get(0).sha256()).isEqualTo(HASH);
        assertThat(bound().tokens().get(0).scopes()).containsExactly("users:read", "users:write");
    }

    @Test
    void storeWithoutTokensIsFine() {
        assertThat(bound().tokens()).isEmpty();
    }

    @Test
    void twoTokensOfOneActorAreFine() {
        token(0, "a", HASH, "users:read");
        token(1, "a", TestTokens.sha256("other"), "users:read");

        assertThat(bound().tokens()).hasSize(2);
    }

    @Test
    void oneTokenTwiceIsRefused() {
        token(0, "a", HASH, "users:read");
        token(1, "b", HASH, "users:write");

        assertRefused("the token b has the sha256 of another one");
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
                    '',  ok,    users:read, a token needs a name
                    ' ', ok,    users:read, a token needs a name
                    a,   '',    users:read, the sha256 of the token a must be 64 hexadecimal digits
                    a,   abc,   users:read, the sha256 of the token a must be 64 hexadecimal digits
                    a,   plain, users:read, the sha256 of the token a must be 64 hexadecimal digits
                    a,   ok,    '',         the token a has no scopes
                    a,   ok,    users:rea,  'the token a has an unknown scope, users:rea; known are [users:read, users:write'
                    """)
    void wrongTokenIsRefusedWithTheReason(String name, String sha256, String scopes, String reason) {
        token(0, name, sha256.equals("ok") ? HASH : sha256, scopes);

        assertRefused(reason);
    }

    private void token(int index, String name, String sha256, String scopes) {
        String prefix = "userstore.security.tokens[" + index + "].";
        properties.put(prefix + "name", name);
        properties.put(prefix + "sha256", sha256);
        properties.put(prefix + "scopes", scopes);
    }

    private void assertRefused(String reason) {
        assertThatThrownBy(this::bound).rootCause().hasMessageContaining(reason);
    }

    private TokenProperties bound() {
        return new Binder(new MapConfigurationPropertySource(properties))
                .bindOrCreate("userstore.security", TokenProperties.class);
    }
}
