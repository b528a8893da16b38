package io.userstore.web;

import static io.userstore.web.Scope.AUDIT_READ;
import static io.userstore.web.Scope.CREDENTIALS_READ;
import static io.userstore.web.Scope.METRICS_READ;
import static io.userstore.web.Scope.USERS_ERASE;
import static io.userstore.web.Scope.USERS_READ;
import static io.userstore.web.Scope.USERS_WRITE;
import static org.springframework.http.HttpMethod.DELETE;
import static org.springframework.http.HttpMethod.GET;
import static org.springframework.http.HttpMethod.HEAD;
import static org.springframework.http.HttpMethod.OPTIONS;
import static org.springframework.http.HttpMethod.POST;
import static org.springframework.http.HttpMethod.PUT;

import io.userstore.user.command.ChangeEmail;
import io.userstore.user.command.ChangePassword;
import io.userstore.user.command.ChangeProfile;
import io.userstore.user.command.ChangeStatus;
import io.userstore.user.command.Erase;
import io.userstore.user.command.RecordFailedLogin;
import io.userstore.user.command.RecordLogin;
import io.userstore.user.command.Register;
import io.userstore.user.command.Restore;
import io.userstore.user.command.SoftDelete;
import io.userstore.user.command.UserCommand;
import jakarta.servlet.http.HttpServletRequest;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.springframework.http.HttpMethod;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;

/**
 * Who may call what: the only place that decides it, for the filter chain and for the OpenAPI document. What is not
 * listed is refused for everybody.
 */
final class ScopeTable {

    private static final List<Rule> RULES = List.of(
            open(GET, "/actuator/health"),
            open(GET, "/actuator/health/liveness"),
            open(GET, "/actuator/health/readiness"),
            scope(METRICS_READ, GET, "/actuator/prometheus"),
            anyScope(GET, "/v3/api-docs"),
            scope(USERS_WRITE, POST, "/api/v1/users"),
            scope(USERS_READ, GET, "/api/v1/users"),
            scope(USERS_READ, POST, "/api/v1/users/lookup"),
            scope(CREDENTIALS_READ, POST, "/api/v1/users/credentials"),
            scope(AUDIT_READ, GET, "/api/v1/users/{id}").asking(UserQuery.VERSION, UserQuery.AS_OF),
            scope(USERS_READ, GET, "/api/v1/users/{id}"),
            scope(AUDIT_READ, GET, "/api/v1/users/{id}/history"),
            scope(USERS_WRITE, DELETE, "/api/v1/users/{id}"),
            scope(USERS_WRITE, POST, "/api/v1/users/{id}/restoration"),
            scope(USERS_ERASE, POST, "/api/v1/users/{id}/erasure"),
            scope(USERS_WRITE, POST, "/api/v1/users/{id}/status"),
            scope(USERS_WRITE, POST, "/api/v1/users/{id}/failed-logins"),
            scope(USERS_WRITE, POST, "/api/v1/users/{id}/logins"),
            scope(USERS_WRITE, PUT, "/api/v1/users/{id}/profile"),
            scope(USERS_WRITE, PUT, "/api/v1/users/{id}/email"),
            scope(USERS_WRITE, PUT, "/api/v1/users/{id}/password-hash"),
            scopes(EnumSet.of(USERS_WRITE, USERS_ERASE), POST, CommandEndpoint.PATH),
            scope(AUDIT_READ, GET, EventEndpoints.PATH),
            scope(AUDIT_READ, GET, "/api/v1/log/checkpoint"),
            scope(AUDIT_READ, GET, "/api/v1/log/key"),
            scope(AUDIT_READ, GET, "/api/v1/log/proof/inclusion"),
            scope(AUDIT_READ, GET, "/api/v1/log/proof/consistency"));

    /** Of commands that are sent by their names: what the endpoint needs that each of them has beside. */
    private static final Map<Class<? extends UserCommand>, Scope> COMMANDS = Map.of(
            Register.class, USERS_WRITE,
            ChangeStatus.class, USERS_WRITE,
            RecordFailedLogin.class, USERS_WRITE,
            RecordLogin.class, USERS_WRITE,
            ChangeProfile.class, USERS_WRITE,
            ChangeEmail.class, USERS_WRITE,
            ChangePassword.class, USERS_WRITE,
            SoftDelete.class, USERS_WRITE,
            Restore.class, USERS_WRITE,
            Erase.class, USERS_ERASE);

    private static final Rule ASK_OPTIONS = anyScope(OPTIONS, "/**");

    /**
     * @param scopes any one of them suffices
     * @param parameters of the query, any one of which the rule is for; empty for a rule that is for all requests
     */
    record Rule(
            HttpMethod method,
            String path,
            PathPatternRequestMatcher matcher,
            boolean open,
            Set<Scope> scopes,
            Set<String> parameters) {

        Rule asking(String... names) {
            return new Rule(method, path, matcher, open, scopes, Set.of(names));
        }

        boolean isFor(HttpServletRequest request) {
            return matcher.matches(request)
                    && (parameters.isEmpty() || QueryString.hasOneOf(request.getQueryString(), parameters));
        }
    }

    private ScopeTable() {}

    /** The rule for a request; HEAD goes by GET's, OPTIONS tells any caller with a scope what a known path allows. */
    static Optional<Rule> ruleFor(HttpServletRequest request) {
        HttpMethod method = HttpMethod.valueOf(request.getMethod());
        if (method.equals(OPTIONS) && !methodsFor(request).isEmpty()) {
            return Optional.of(ASK_OPTIONS);
        }
        HttpMethod asked = method.equals(HEAD) ? GET : method;
        return RULES.stream()
                .filter(rule -> rule.method().equals(asked) && rule.isFor(request))
                .findFirst();
    }

    static Optional<Rule> ruleFor(HttpMethod method, String path) {
        return RULES.stream()
                .filter(rule -> rule.parameters().isEmpty()
                        && rule.method().equals(method)
                        && rule.path().equals(path))
                .findFirst();
    }

    /** What the request's path allows; empty when there is nothing under it. */
    static Set<HttpMethod> methodsFor(HttpServletRequest request) {
        Set<HttpMethod> methods = new LinkedHashSet<>();
        for (Rule rule : RULES) {
            if (rule.matcher().matches(request)) {
                methods.add(rule.method());
                if (rule.method().equals(GET)) {
                    methods.add(HEAD);
                }
                methods.add(OPTIONS);
            }
        }
        return methods;
    }

    /** The commands that anybody may send by their names, and with which scope. */
    static Map<Class<? extends UserCommand>, Scope> commands() {
        return COMMANDS;
    }

    static List<Rule> rules() {
        return RULES;
    }

    private static Rule scope(Scope scope, HttpMethod method, String path) {
        return scopes(EnumSet.of(scope), method, path);
    }

    private static Rule scopes(Set<Scope> anyOf, HttpMethod method, String path) {
        return rule(method, path, false, anyOf);
    }

    private static Rule anyScope(HttpMethod method, String path) {
        return rule(method, path, false, EnumSet.allOf(Scope.class));
    }

    private static Rule open(HttpMethod method, String path) {
        return rule(method, path, true, EnumSet.noneOf(Scope.class));
    }

    private static Rule rule(HttpMethod method, String path, boolean open, Set<Scope> scopes) {
        return new Rule(method, path, PathPatternRequestMatcher.pathPattern(path), open, scopes, Set.of());
    }
}
