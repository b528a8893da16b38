package io.userstore.platform;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.ResolvableType;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.Profiles;

/**
 * In embedded mode, adds a token with every scope to {@code userstore.security.tokens}, so that a first start needs no
 * configuration. The token itself is in the data folder's {@code admin-token} only.
 */
final class AdministratorToken implements ApplicationContextInitializer<ConfigurableApplicationContext> {

    private static final String TOKENS = "userstore.security.tokens";
    private static final String EVERY_SCOPE =
            "users:read,users:write,users:erase,credentials:read,audit:read,audit:unmask,metrics:read";

    @Override
    public void initialize(ConfigurableApplicationContext context) {
        ConfigurableEnvironment environment = context.getEnvironment();
        // What looks after the database serves nobody.
        if (EmbeddedMode.isOn(environment) && !environment.acceptsProfiles(Profiles.of("upkeep"))) {
            DataFolder folder = DataFolder.open(environment);
            String token = folder.secret(folder.adminToken());
            environment.getPropertySources().addFirst(tokens(configured(environment), token));
        }
    }

    /** Spring reads a list from one property source only, so the operator's tokens are repeated before ours. */
    private static MapPropertySource tokens(List<Map<String, String>> configured, String token) {
        Map<String, Object> properties = new HashMap<>();
        for (int i = 0; i < configured.size(); i++) {
            String prefix = TOKENS + "[" + i + "].";
            configured.get(i).forEach((name, value) -> properties.put(prefix + name, value));
        }
        String prefix = TOKENS + "[" + configured.size() + "].";
        properties.put(prefix + "name", "admin");
        properties.put(prefix + "sha256", sha256(token));
        properties.put(prefix + "scopes", EVERY_SCOPE);
        return new MapPropertySource("administratorToken", properties);
    }

    private static List<Map<String, String>> configured(ConfigurableEnvironment environment) {
        ResolvableType token = ResolvableType.forClassWithGenerics(Map.class, String.class, String.class);
        Bindable<List<Map<String, String>>> tokens =
                Bindable.of(ResolvableType.forClassWithGenerics(List.class, token));
        return Binder.get(environment).bind(TOKENS, tokens).orElse(List.of());
    }

    private static String sha256(String token) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(token.getBytes(US_ASCII)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
