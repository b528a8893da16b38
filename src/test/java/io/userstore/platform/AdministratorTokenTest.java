package io.userstore.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.context.support.StaticApplicationContext;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

class AdministratorTokenTest {

    private Path temporary;

    @BeforeEach
    void chooseFolder(@TempDir Path temporary) {
        this.temporary = temporary;
    }

    @Test
    void tokenIsMadeOnceForItsOwnerAloneAndKept() throws Exception {
        List<Token> first = tokens(Map.of("userstore.data-dir", data()));
        String file = Files.readString(temporary.resolve("data/admin-token"));

        assertThat(file).matches("[A-Za-z0-9_-]{43}\n");
        assertThat(permissions("data/admin-token")).isEqualTo("rw-------");
        assertThat(permissions("data")).isEqualTo("rwx------");
        assertThat(first)
                .containsExactly(new Token(
                        "admin",
                        sha256(file.strip()),
                        List.of(
                                "users:read",
                                "users:write",
                                "users:erase",
                                "credentials:read",
                                "audit:read",
                                "audit:unmask",
                                "metrics:read")));

        assertThat(tokens(Map.of("userstore.data-dir", data()))).isEqualTo(first);
        assertThat(temporary.resolve("data/admin-token")).hasContent(file);
    }

    @Test
    void operatorsTokensStayInFrontOfIt() {
        List<Token> tokens = tokens(Map.of(
                "userstore.data-dir", data(),
                "userstore.security.tokens[0].name", "billing",
                "userstore.security.tokens[0].sha256", "00",
                "userstore.security.tokens[0].scopes", "users:read,users:write",
                "userstore.security.tokens[1].name", "support",
                "userstore.security.tokens[1].sha256", "01",
                "userstore.security.tokens[1].scopes[0]", "users:read",
                "userstore.security.tokens[1].scopes[1]", "audit:read"));

        assertThat(tokens)
                .startsWith(
                        new Token("billing", "00", List.of("users:read", "users:write")),
                        new Token("support", "01", List.of("users:read", "audit:read")))
                .extracting(Token::name)
                .containsExactly("billing", "support", "admin");
    }

    @Test
    void operatorsTokensMayComeFromTheProcessEnvironment() {
        PropertySource<?> variables = new SystemEnvironmentPropertySource(
                StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
                Map.of(
                        "USERSTORE_DATA_DIR", data(),
                        "USERSTORE_SECURITY_TOKENS_0_NAME", "billing",
                        "USERSTORE_SECURITY_TOKENS_0_SHA256", "00",
                        "USERSTORE_SECURITY_TOKENS_0_SCOPES", "users:read,users:write"));

        assertThat(tokens(variables))
                .startsWith(new Token("billing", "00", List.of("users:read", "users:write")))
                .extracting(Token::name)
                .containsExactly("billing", "admin");
    }

    @Test
    void storeWithADatabaseOfTheOperatorsGetsNone() {
        assertThat(tokens(Map.of(
                        "userstore.data-dir", data(), "spring.datasource.url", "jdbc:postgresql://db/userstore")))
                .isEmpty();
        assertThat(temporary.resolve("data")).doesNotExist();
    }

    @Test
    void folderThatOthersCouldReadIsClosed() throws IOException {
        Path open = Files.createDirectory(temporary.resolve("data"));
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxr-xr-x"));

        tokens(Map.of("userstore.data-dir", data()));

        assertThat(permissions("data")).isEqualTo("rwx------");
    }

    private static List<Token> tokens(Map<String, Object> properties) {
        return tokens(new MapPropertySource("operator", properties));
    }

    private static List<Token> tokens(PropertySource<?> operator) {
        try (StaticApplicationContext context = new StaticApplicationContext()) {
            ConfigurableEnvironment environment = context.getEnvironment();
            environment.getPropertySources().addFirst(operator);
            ConfigurationPropertySources.attach(environment);
            new AdministratorToken().initialize(context);
            return Binder.get(environment)
                    .bind("userstore.security.tokens", Bindable.listOf(Token.class))
                    .orElse(List.of());
        }
    }

    private String data() {
        return temporary.resolve("data").toString();
    }

    private String permissions(String file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(temporary.resolve(file)));
    }

    private static String sha256(String token) throws Exception {
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.US_ASCII));
        return HexFormat.of().formatHex(digest);
    }

    record Token(String name, String sha256, List<String> scopes) {}
}
