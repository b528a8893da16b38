package io.userstore.web;

import java.util.Arrays;
import java.util.Optional;
import org.springframework.security.core.Authentication;

/** What a token may be used for. */
enum Scope {
    USERS_READ("users:read"),
    USERS_WRITE("users:write"),
    USERS_ERASE("users:erase"),
    CREDENTIALS_READ("credentials:read"),
    AUDIT_READ("audit:read"),
    AUDIT_UNMASK("audit:unmask"),
    METRICS_READ("metrics:read");

    private final String text;

    Scope(String text) {
        this.text = text;
    }

    static Optional<Scope> of(String text) {
        return Arrays.stream(values()).filter(scope -> scope.text.equals(text)).findFirst();
    }

    /** As Spring Security names the scopes of a bearer token, JWTs included. */
    String authority() {
        return "SCOPE_" + text;
    }

    boolean isGrantedTo(Authentication caller) {
        return caller.getAuthorities().stream().anyMatch(granted -> authority().equals(granted.getAuthority()));
    }

    @Override
    public String toString() {
        return text;
    }
}
