package io.userstore.web;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.springframework.test.context.DynamicPropertyRegistry;

/** Configured tokens: one with every scope, and for each scope one with it alone and one with all but it. */
final class TestTokens {

    static final String EVERYTHING = "token-of-everything";
    static final String ACTOR = "everyman";

    private static final String PREFIX = "userstore.security.tokens";

    private TestTokens() {}

    static String only(Scope scope) {
        return "only-" + scope.name();
    }

    static String allBut(Scope scope) {
        return "all-but-" + scope.name();
    }

    /** With every scope but those that change users. */
    static final String NO_CHANGES = "no-changes";

    static void register(DynamicPropertyRegistry registry) {
        List<String> tokens = new ArrayList<>();
        register(registry, tokens, ACTOR, EVERYTHING, EnumSet.allOf(Scope.class));
        EnumSet<Scope> changes = EnumSet.of(Scope.USERS_WRITE, Scope.USERS_ERASE);
        register(registry, tokens, NO_CHANGES, NO_CHANGES, EnumSet.complementOf(changes));
        for (Scope scope : Scope.values()) {
            register(registry, tokens, only(scope), only(scope), EnumSet.of(scope));
            register(registry, tokens, allBut(scope), allBut(scope), EnumSet.complementOf(EnumSet.of(scope)));
        }
    }

    private static void register(
            DynamicPropertyRegistry registry, List<String> tokens, String name, String token, Set<Scope> scopes) {
        String entry = PREFIX + "[" + tokens.size() + "].";
        tokens.add(token);
        registry.add(entry + "name", () -> name);
        registry.add(entry + "sha256", () -> sha256(token));
        registry.add(
                entry + "scopes", () -> scopes.stream().map(Scope::toString).toList());
    }

    static String sha256(String token) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
