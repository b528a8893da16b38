package io.userstore.processes;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What the store answered.
 *
 * @param version of the user, from the ETag
 * @param body empty when there was none
 */
record Answer(int status, @Nullable Long version, @Nullable String retryAfter, JsonNode body) {

    boolean isDone() {
        return status / 100 == 2;
    }

    boolean isRefusal() {
        return status / 100 == 4;
    }

    /** The store says that it cannot answer for the moment, in the way that the contract wants it said. */
    boolean isUnavailable() {
        return status == 503 && code().equals("unavailable") && retryAfter != null;
    }

    long id() {
        return body.path("id").asLong();
    }

    String accountStatus() {
        return body.path("accountStatus").asString();
    }

    int failedLoginAttempts() {
        return body.path("failedLoginAttempts").asInt();
    }

    /** The code of the problem; empty when there is none. */
    String code() {
        return body.path("code").asString("");
    }

    /** Status and code, or status and version: what a test compares. */
    String outcome() {
        return isDone() ? status + " at version " + version : status + " " + code();
    }
}
