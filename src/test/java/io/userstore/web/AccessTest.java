package io.userstore.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

class AccessTest extends HttpTest {

    /** Neither users nor their log; a fifth of the actuator's would be one too many. */
    private static final Set<String> NOT_IN_THE_DOCUMENT = Set.of(
            "GET /actuator/health",
            "GET /actuator/health/liveness",
            "GET /actuator/health/readiness",
            "GET /actuator/prometheus",
            "GET /v3/api-docs");

    @Autowired
    List<RequestMappingHandlerMapping> endpoints = List.of();

    @Test
    void everyOperationAnswersNobodyButTheBearerOfItsScope() {
        List<ApiDocument.Operation> operations = ApiDocument.of(store).operations();

        assertThat(operations).isNotEmpty();
        for (ApiDocument.Operation operation : operations) {
            assertThat(call(anonymous, operation))
                    .describedAs("%s without a token", operation)
                    .isEqualTo(401);
            assertThat(call(anonymous.with("stranger"), operation))
                    .describedAs("%s with a stranger's token", operation)
                    .isEqualTo(401);
            assertThat(call(anonymous.with(withoutAnyOf(operation.scopes())), operation))
                    .describedAs("%s with every other scope", operation)
                    .isEqualTo(403);
            for (Scope scope : operation.scopes()) {
                assertThat(call(anonymous.with(TestTokens.only(scope)), operation))
                        .describedAs("%s with its scope", operation)
                        .isNotIn(401, 403)
                        .isLessThan(500);
            }
        }
    }

    private static String withoutAnyOf(Set<Scope> scopes) {
        return scopes.size() == 1 ? TestTokens.allBut(scopes.iterator().next()) : TestTokens.NO_CHANGES;
    }

    /** The contract's own words: the document and the filter chain would agree on a wrong table, too. */
    @Test
    void scopesAreThoseOfTheContract() {
        assertThat(ApiDocument.of(store).operations().stream().map(operation -> operation + " " + operation.scopes()))
                .containsExactlyInAnyOrder(
                        "POST /api/v1/users [users:write]",
                        "GET /api/v1/users/{id} [users:read]",
                        "GET /api/v1/users/{id}/history [audit:read]",
                        "GET /api/v1/users [users:read]",
                        "POST /api/v1/users/lookup [users:read]",
                        "POST /api/v1/users/credentials [credentials:read]",
                        "POST /api/v1/users/{id}/status [users:write]",
                        "POST /api/v1/users/{id}/failed-logins [users:write]",
                        "POST /api/v1/users/{id}/logins [users:write]",
                        "PUT /api/v1/users/{id}/profile [users:write]",
                        "PUT /api/v1/users/{id}/email [users:write]",
                        "PUT /api/v1/users/{id}/password-hash [users:write]",
                        "DELETE /api/v1/users/{id} [users:write]",
                        "POST /api/v1/users/{id}/restoration [users:write]",
                        "POST /api/v1/users/{id}/erasure [users:erase]",
                        "POST /api/v1/commands [users:write, users:erase]",
                        "GET /api/v1/events [audit:read]",
                        "GET /api/v1/log/checkpoint [audit:read]",
                        "GET /api/v1/log/key [audit:read]",
                        "GET /api/v1/log/proof/inclusion [audit:read]",
                        "GET /api/v1/log/proof/consistency [audit:read]");
    }

    private static int call(Client client, ApiDocument.Operation operation) {
        Answer answer = client.send(operation.method(), operation.pathOf(Long.MAX_VALUE), BodyPublishers.noBody());
        return answer.status();
    }

    @Test
    void documentHasEveryEndpointAndEveryRule() {
        Set<String> documented = ApiDocument.of(store).operations().stream()
                .map(ApiDocument.Operation::toString)
                .collect(Collectors.toSet());

        assertThat(endpointsOfOurs()).isEqualTo(documented);
        assertThat(ScopeTable.rules().stream()
                        .filter(rule -> rule.parameters().isEmpty())
                        .map(rule -> rule.method() + " " + rule.path())
                        .filter(rule -> !NOT_IN_THE_DOCUMENT.contains(rule)))
                .containsExactlyInAnyOrderElementsOf(documented);
    }

    private Set<String> endpointsOfOurs() {
        return endpoints.stream()
                .flatMap(mapping -> mapping.getHandlerMethods().entrySet().stream())
                .filter(entry -> entry.getValue().getBeanType().getName().startsWith("io.userstore."))
                .flatMap(entry -> entry.getKey().getPatternValues().stream()
                        .flatMap(path -> entry.getKey().getMethodsCondition().getMethods().stream()
                                .map(method -> method + " " + path)))
                .collect(Collectors.toSet());
    }

    @Test
    void endpointThatIsNotInTheTableIsRefusedForEverybody() {
        anonymous.get(ForgottenEndpoint.PATH).isProblem(401, "unauthenticated");
        store.get(ForgottenEndpoint.PATH).isProblem(404, "not-found");
    }

    @Test
    void healthIsOpenAndSaysNoMore() {
        Answer health = anonymous.get("/actuator/health").isOk();

        assertThat(health.json().required("status").asString()).isEqualTo("UP");
        assertThat(health.json().has("components")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"liveness", "readiness"})
    void probesAreOpenAndSayNoMore(String probe) {
        Answer health = anonymous.get("/actuator/health/" + probe).isOk();

        assertThat(health.body()).isEqualTo("{\"status\":\"UP\"}");
    }

    @ParameterizedTest
    @EnumSource
    void metricsNeedTheirOwnScope(Scope scope) {
        anonymous.get("/actuator/prometheus").isProblem(401, "unauthenticated");
        Client reader = anonymous.with(TestTokens.only(scope));
        if (scope == Scope.METRICS_READ) {
            assertThat(reader.get("/actuator/prometheus").isOk().body()).contains("userstore_ready 1");
        } else {
            reader.get("/actuator/prometheus").isProblem(403, "forbidden");
        }
    }

    @ParameterizedTest
    @EnumSource
    void documentNeedsATokenOfAnyScope(Scope scope) {
        anonymous.get("/v3/api-docs").isProblem(401, "unauthenticated");
        anonymous.with(TestTokens.only(scope)).get("/v3/api-docs").isOk();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/error",
                "/actuator",
                "/actuator/env",
                "/actuator/health/append",
                "/actuator/metrics",
                "/v3/api-docs.yaml",
                "/v3/api-docs/",
                "/swagger-ui/index.html",
                "/index.html",
                "/favicon.ico",
                "/login",
                "/logout",
                "/api/v1/users/",
                "/.well-known/oauth-protected-resource",
                "/api/v2/users",
                "/api/v1/users/1/password-hash/"
            })
    void unknownPathIsNotFoundByThoseWhoAreKnown(String path) {
        anonymous.get(path).isProblem(401, "unauthenticated");
        store.get(path).isProblem(404, "not-found");
    }

    @Test
    void tokenOutsideTheHeaderIsNotLookedAt() {
        String token = "access_token=" + TestTokens.EVERYTHING;

        anonymous.get("/api/v1/users?" + token).isProblem(401, "unauthenticated");
        anonymous
                .send(
                        "POST",
                        "/api/v1/users/1/logins",
                        BodyPublishers.ofString(token),
                        "Content-Type",
                        "application/x-www-form-urlencoded")
                .isProblem(401, "unauthenticated");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Bearer",
                "Bearer ",
                "Bearer a b",
                "Bearer \u00e4",
                "Basic dXNlcjpwYXNz",
                "token-of-everything",
                "Bearer token-of-everything,",
                "Bearer Bearer token-of-everything"
            })
    void credentialsThatAreNoTokenAreRefused(String credentials) {
        Answer answer =
                anonymous.get("/api/v1/users", "Authorization", credentials).isProblem(401, "unauthenticated");

        assertThat(answer.header("WWW-Authenticate")).isEqualTo("Bearer error=\"invalid_token\"");
    }

    @Test
    void refusalsSayWhatIsMissing() {
        assertThat(anonymous.get("/api/v1/users").header("WWW-Authenticate")).isEqualTo("Bearer");
        assertThat(anonymous
                        .with(TestTokens.only(Scope.AUDIT_READ))
                        .get("/api/v1/users")
                        .isProblem(403, "forbidden")
                        .header("WWW-Authenticate"))
                .isEqualTo("Bearer error=\"insufficient_scope\"");
    }

    @Test
    void otherMethodsAreRefusedWithThoseThatThereAre() {
        Answer refused = store.send("PATCH", "/api/v1/users", BodyPublishers.noBody());

        refused.isProblem(405, "method-not-allowed");
        assertThat(refused.header("Allow").split(", ")).containsExactlyInAnyOrder("GET", "HEAD", "OPTIONS", "POST");
        store.send("TRACE", "/api/v1/users", BodyPublishers.noBody()).isProblem(405, "method-not-allowed");
        store.send("PROPFIND", "/api/v1/users", BodyPublishers.noBody()).isProblem(400, "validation-failed");
        anonymous.send("OPTIONS", "/api/v1/users", BodyPublishers.noBody()).isProblem(401, "unauthenticated");
        assertThat(store.send("OPTIONS", "/api/v1/users", BodyPublishers.noBody())
                        .isOk()
                        .header("Allow"))
                .contains("POST");
        assertThat(store.send("HEAD", "/api/v1/users", BodyPublishers.noBody())
                        .isOk()
                        .body())
                .isEmpty();
    }

    @Test
    void answersCarryTheHeadersOfACarefulServer() {
        Answer answer = store.get("/api/v1/users").isOk();

        assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
        assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(answer.header("X-Frame-Options")).isEqualTo("DENY");
        assertThat(answer.headers().map()).doesNotContainKeys("server", "x-powered-by", "set-cookie");
    }
}
