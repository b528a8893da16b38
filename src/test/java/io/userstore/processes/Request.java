package io.userstore.processes;

import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A request to the store.
 *
 * @param traceId of this request alone: every event that it causes carries it as its correlation id
 */
record Request(
        String method,
        String path,
        Map<String, String> body,
        @Nullable String idempotencyKey,
        String traceId) {

    private static final String HASH = "$2b$12$" + "abcdefghijklmnopqrstuv" + "abcdefghijklmnopqrstuvwxyzABCDE";

    /** Of an active user with an address that nobody has. */
    static Request register() {
        Map<String, String> body =
                Map.of("email", freshAddress(), "passwordHash", HASH, "name", "Ann", "accountStatus", "ACTIVE");
        return of("POST", "/api/v1/users", body);
    }

    static Request status(long id, String status) {
        return of("POST", user(id) + "/status", Map.of("status", status));
    }

    static Request failedLogin(long id) {
        return of("POST", user(id) + "/failed-logins", Map.of());
    }

    static Request login(long id) {
        return of("POST", user(id) + "/logins", Map.of());
    }

    /** To one that nobody has. */
    static Request newAddress(long id) {
        return of("PUT", user(id) + "/email", Map.of("email", freshAddress()));
    }

    static Request delete(long id) {
        return of("DELETE", user(id), Map.of());
    }

    static Request restore(long id) {
        return of("POST", user(id) + "/restoration", Map.of());
    }

    static Request erase(long id) {
        return of("POST", user(id) + "/erasure", Map.of());
    }

    static Request get(long id) {
        return of("GET", user(id) + "?includeDeleted=true", Map.of());
    }

    private static String user(long id) {
        return "/api/v1/users/" + id;
    }

    private static Request of(String method, String path, Map<String, String> body) {
        return new Request(method, path, body, null, freshTraceId());
    }

    Request withKey() {
        return new Request(method, path, body, UUID.randomUUID().toString(), traceId);
    }

    /** The same once more, under the same idempotency key. */
    Request again() {
        return new Request(method, path, body, idempotencyKey, freshTraceId());
    }

    private static String freshAddress() {
        return UUID.randomUUID() + "@example.com";
    }

    private static String freshTraceId() {
        return UUID.randomUUID().toString().replace("-", "");
    }
}
